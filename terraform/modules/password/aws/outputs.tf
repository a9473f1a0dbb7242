output "arn" {
  description = "ARN of the secret"
  value       = aws_secretsmanager_secret.this.arn
}

output "value" {
  description = "The password"
  ephemeral   = true
  sensitive   = true
  value = (var.username == "" ? ephemeral.aws_secretsmanager_secret_version.this.secret_string :
  jsondecode(ephemeral.aws_secretsmanager_secret_version.this.secret_string).password)
}
