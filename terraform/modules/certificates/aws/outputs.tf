output "role" {
  description = "ARN of cert-manager's role"
  value       = aws_iam_role.this.arn
}
