output "host" {
  description = "Host of the database"
  value       = azurerm_postgresql_flexible_server.this.fqdn
}

output "port" {
  description = "Its port"
  value       = 5432
}

output "database" {
  description = "Name of the database"
  value       = azurerm_postgresql_flexible_server_database.nudge.name
}

output "username" {
  description = "The user"
  value       = azurerm_postgresql_flexible_server.this.administrator_login
}

output "password" {
  description = "Its password, where the cloud made it; null where the given one holds"
  sensitive   = true
  value       = null
}

output "ca" {
  description = "Certificates (PEM) that vouch for the server; empty where the public ones do"
  value       = ""
}
