output "store" {
  description = "Folder of dapr/secret-stores that reads them"
  value       = "aws"
}

output "references" {
  description = "Key to what the store calls it"
  value       = { for key, each in aws_secretsmanager_secret.this : key => each.arn }
}
