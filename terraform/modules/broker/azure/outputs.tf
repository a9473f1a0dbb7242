output "addresses" {
  description = "Brokers, each host:port, all of them with TLS"
  value       = ["${azurerm_eventhub_namespace.this.name}.servicebus.windows.net:9093"]
}

output "mechanism" {
  description = "How users prove themselves: SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN"
  value       = "PLAIN"
}

output "username" {
  description = "The user"
  value       = "$ConnectionString"
}

output "password" {
  description = "Its password, where the cloud made it; null where the given one holds"
  sensitive   = true
  value       = azurerm_eventhub_namespace_authorization_rule.nudge.primary_connection_string
}

output "ca" {
  description = "Certificate authority of the brokers (PEM); empty where the public ones vouch for them"
  value       = ""
}
