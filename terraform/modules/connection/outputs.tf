output "value" {
  description = "The connection string"
  ephemeral   = true
  sensitive   = true
  value       = "postgresql://${urlencode(var.username)}:${urlencode(var.password)}@${var.host}:${var.port}/${var.database}?sslmode=verify-full&sslrootcert=${local.authority}"
}
