output "addresses" {
  description = "Brokers, each host:port, all of them with TLS"
  value       = ["${local.host}:9092"]
}

output "mechanism" {
  description = "How users prove themselves: SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN"
  value       = "SCRAM-SHA-512"
}

output "username" {
  description = "The user"
  value       = local.username
}

output "password" {
  description = "Its password, where the cloud made it; null where the given one holds"
  sensitive   = true
  value       = null
}

output "ca" {
  description = "Certificate authority of the brokers (PEM); empty where the public ones vouch for them"
  value       = module.authority.ca
}
