# A password that no plan and no state ever holds: it is made once, stored in Secrets Manager, and read back from there by whoever needs it.
ephemeral "aws_secretsmanager_random_password" "this" {
  password_length     = 40
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "this" {
  name                    = var.name
  description             = var.description
  kms_key_id              = var.key
  recovery_window_in_days = var.recovery_days
  tags                    = var.tags
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id = aws_secretsmanager_secret.this.id
  secret_string_wo = var.username == "" ? ephemeral.aws_secretsmanager_random_password.this.random_password : jsonencode({
    username = var.username
    password = ephemeral.aws_secretsmanager_random_password.this.random_password
  })
  secret_string_wo_version = var.revision
}

ephemeral "aws_secretsmanager_secret_version" "this" {
  secret_id  = aws_secretsmanager_secret.this.id
  version_id = aws_secretsmanager_secret_version.this.version_id
}
