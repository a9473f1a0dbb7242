output "database_url" {
  description = "Connection string through Neon's pooler"
  ephemeral   = true
  sensitive   = true
  value       = strcontains(local.database_url, "?") ? local.database_url : "${local.database_url}?sslmode=verify-full"
}

output "database_direct_url" {
  description = "Connection string past the pooler"
  ephemeral   = true
  sensitive   = true
  value       = strcontains(local.database_direct_url, "?") ? local.database_direct_url : "${local.database_direct_url}?sslmode=verify-full"
}
