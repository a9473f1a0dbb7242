output "name" {
  description = "Name of the cluster"
  value       = digitalocean_kubernetes_cluster.this.name
}

output "endpoint" {
  description = "Address of the Kubernetes API"
  value       = digitalocean_kubernetes_cluster.this.endpoint
}

output "ca" {
  description = "Certificate authority of the Kubernetes API (PEM)"
  value       = base64decode(digitalocean_kubernetes_cluster.this.kube_config[0].cluster_ca_certificate)
}

output "peers" {
  description = "Security group of the machines, for rules of others; empty where networks have none"
  value       = digitalocean_kubernetes_cluster.this.id
}

output "token" {
  description = "Token for the Kubernetes API, where the cloud gives one; else empty, and a program of the cloud is asked"
  sensitive   = true
  value       = digitalocean_kubernetes_cluster.this.kube_config[0].token
}
