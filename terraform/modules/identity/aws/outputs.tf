output "roles" {
  description = "Function to the ARN of its role"
  value       = { for name, each in aws_iam_role.function : name => each.arn }
}
