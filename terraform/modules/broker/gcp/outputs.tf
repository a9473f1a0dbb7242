output "addresses" {
  description = "Brokers, each host:port, all of them with TLS"
  value       = ["bootstrap.${google_managed_kafka_cluster.this.cluster_id}.${var.network.region}.managedkafka.${var.network.group}.cloud.goog:9092"]
}

output "mechanism" {
  description = "How users prove themselves: SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN"
  value       = "PLAIN"
}

output "username" {
  description = "The user"
  value       = google_service_account.kafka.email
}

output "password" {
  description = "Its password, where the cloud made it; null where the given one holds"
  sensitive   = true
  value       = google_service_account_key.kafka.private_key
}

output "ca" {
  description = "Certificate authority of the brokers (PEM); empty where the public ones vouch for them"
  value       = ""
}
