output "addresses" {
  description = "Brokers, each host:port, all of them with TLS"
  value       = ["${digitalocean_database_cluster.this.private_host}:${digitalocean_database_cluster.this.port}"]
}

output "mechanism" {
  description = "How users prove themselves: SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN"
  value       = "SCRAM-SHA-256"
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
  description = "Certificate authority of the brokers (PEM); empty where the public ones vouch for them"
  value       = data.digitalocean_database_ca.this.certificate
}
