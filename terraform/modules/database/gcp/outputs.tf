output "host" {
  description = "Host of the database"
  value       = google_sql_database_instance.this.dns_name
}

output "port" {
  description = "Its port"
  value       = 5432
}

output "database" {
  description = "Name of the database"
  value       = google_sql_database.nudge.name
}

output "username" {
  description = "The user"
  value       = google_sql_user.nudge.name
}

output "password" {
  description = "Its password, where the cloud made it; null where the given one holds"
  sensitive   = true
  value       = null
}

output "ca" {
  description = "Certificates (PEM) that vouch for the server; empty where the public ones do"
  value       = google_sql_database_instance.this.server_ca_cert[0].cert
}
