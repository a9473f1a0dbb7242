output "prefix" {
  description = "What stands before an image's name"
  value       = "${data.aws_caller_identity.current.account_id}.dkr.ecr.${var.network.region}.amazonaws.com/${var.name}"
}

output "ids" {
  description = "What deployments may push to, in the cloud's own words"
  value       = [for each in aws_ecr_repository.this : each.arn]
}
