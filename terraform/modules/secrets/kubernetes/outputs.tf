output "store" {
  description = "Folder of dapr/secret-stores that reads them"
  value       = "kubernetes"
}

output "references" {
  description = "Key to what the store calls it"
  value       = { for key in var.keys : key => "${kubernetes_namespace_v1.this.metadata[0].name}/${key}" }
}
