output "arn" {
  description = "ARN of the identity"
  value       = aws_sesv2_email_identity.this.arn
}

output "configuration_set_arn" {
  description = "ARN of the configuration set, which every letter goes through"
  value       = aws_sesv2_configuration_set.this.arn
}

output "records" {
  description = "What DNS must say for the domain to be believed"
  value       = local.records
}
