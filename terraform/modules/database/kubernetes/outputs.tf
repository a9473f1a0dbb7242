output "host" {
  description = "Host of the database"
  value       = local.host
}

output "port" {
  description = "Its port"
  value       = 5432
}

output "database" {
  description = "Name of the database"
  value       = "nudge"
}

output "username" {
  description = "The user"
  value       = "nudge"
}

output "password" {
  description = "Its password, where the cloud made it; null where the given one holds"
  sensitive   = true
  value       = null
}

output "ca" {
  description = "Certificates (PEM) that vouch for the server; empty where the public ones do"
  value       = module.authority.ca
}
