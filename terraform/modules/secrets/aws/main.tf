# A secret for each key, named like the key, as dapr/secret-stores/aws reads them. Values are written and never kept in the state.
resource "aws_secretsmanager_secret" "this" {
  for_each                = var.keys
  name                    = each.key
  description             = "${each.key} of ${var.name}"
  kms_key_id              = var.key
  recovery_window_in_days = var.recovery_days
  tags                    = var.tags
}

resource "aws_secretsmanager_secret_version" "this" {
  for_each                 = setsubtract(var.keys, var.given_later)
  secret_id                = aws_secretsmanager_secret.this[each.key].id
  secret_string_wo         = var.values[each.key]
  secret_string_wo_version = var.revision
}
