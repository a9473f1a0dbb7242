output "role" {
  description = "ARN of the role that a workflow assumes"
  value       = aws_iam_role.deploy.arn
}
