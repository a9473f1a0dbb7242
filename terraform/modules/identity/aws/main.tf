# A role for each function, by Pod Identity: it reads the secrets that functions.yaml names for it, and nothing else. Mailers may also send.
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]
    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "function" {
  for_each = var.functions
  statement {
    sid       = "Secrets"
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    resources = [for key in each.value : var.secrets[key]]
  }
  statement {
    sid       = "Key"
    actions   = ["kms:Decrypt"]
    resources = [var.key]
    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["secretsmanager.${var.region}.amazonaws.com"]
    }
  }
  dynamic "statement" {
    for_each = contains(var.mailers, each.key) ? toset(["Mail"]) : toset([])
    content {
      sid       = statement.key
      actions   = ["ses:SendEmail", "ses:SendRawEmail"]
      resources = var.mail
    }
  }
}

resource "aws_iam_role" "function" {
  for_each           = var.functions
  name               = "${var.name}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = merge(var.tags, { function = each.key })
}

resource "aws_iam_role_policy" "function" {
  for_each = var.functions
  name     = "function"
  role     = aws_iam_role.function[each.key].id
  policy   = data.aws_iam_policy_document.function[each.key].json
}

resource "aws_eks_pod_identity_association" "function" {
  for_each        = var.functions
  cluster_name    = var.cluster
  namespace       = var.namespace
  service_account = each.key
  role_arn        = aws_iam_role.function[each.key].arn
  tags            = var.tags
}
