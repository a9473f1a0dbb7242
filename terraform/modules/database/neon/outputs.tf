output "database_url" {
  description = "Connection string through Neon's pooler"
  ephemeral   = true
  sensitive   = true
  value       = local.pooled
}

output "database_direct_url" {
  description = "Connection string past the pooler"
  ephemeral   = true
  sensitive   = true
  value       = local.direct
}

output "reading_url" {
  description = "Connection string of the role that may only read what KEDA asks for; the charts make it"
  ephemeral   = true
  sensitive   = true
  value       = replace(local.direct, "/\\/\\/[^@]*@/", "//nudge_reading:${urlencode(var.reading_password)}@")
}
