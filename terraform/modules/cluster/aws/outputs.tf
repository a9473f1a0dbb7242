output "name" {
  description = "Name of the cluster"
  value       = aws_eks_cluster.this.name
}

output "endpoint" {
  description = "Address of the Kubernetes API"
  value       = aws_eks_cluster.this.endpoint
}

output "ca" {
  description = "Certificate authority of the Kubernetes API (PEM)"
  value       = base64decode(aws_eks_cluster.this.certificate_authority[0].data)
}

output "arn" {
  description = "What the cloud calls the cluster"
  value       = aws_eks_cluster.this.arn
}

output "peers" {
  description = "Security group of the machines, for rules of others; empty where networks have none"
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "token" {
  description = "Token for the Kubernetes API, where the cloud gives one; else empty, and a program of the cloud is asked"
  sensitive   = true
  value       = ""
}
