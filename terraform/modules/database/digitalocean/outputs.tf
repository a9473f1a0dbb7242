output "host" {
  description = "Host of the database"
  value       = digitalocean_database_cluster.this.private_host
}

output "port" {
  description = "Its port"
  value       = digitalocean_database_cluster.this.port
}

output "database" {
  description = "Name of the database"
  value       = digitalocean_database_db.nudge.name
}

output "username" {
  description = "The user"
  value       = digitalocean_database_user.nudge.name
}

output "password" {
  description = "Its password, where the cloud made it; null where the given one holds"
  sensitive   = true
  value       = digitalocean_database_user.nudge.password
}

output "ca" {
  description = "Certificates (PEM) that vouch for the server; empty where the public ones do"
  value       = data.digitalocean_database_ca.this.certificate
}
