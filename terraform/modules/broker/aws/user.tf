# The user nudge, as MSK wants it: a secret whose name begins with AmazonMSK_, under a key of our own.
locals {
  username = "nudge"
}

resource "aws_secretsmanager_secret" "scram" {
  name                    = "AmazonMSK_${var.name}"
  description             = "Kafka's user ${local.username}, for MSK"
  kms_key_id              = var.network.key
  recovery_window_in_days = 0
  tags                    = var.tags
}

resource "aws_secretsmanager_secret_version" "scram" {
  secret_id                = aws_secretsmanager_secret.scram.id
  secret_string_wo         = jsonencode({ username = local.username, password = var.password })
  secret_string_wo_version = var.password_revision
}

data "aws_iam_policy_document" "scram" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.scram.arn]
    principals {
      type        = "Service"
      identifiers = ["kafka.amazonaws.com"]
    }
  }
}

resource "aws_secretsmanager_secret_policy" "scram" {
  secret_arn = aws_secretsmanager_secret.scram.arn
  policy     = data.aws_iam_policy_document.scram.json
}
