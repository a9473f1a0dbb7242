output "host" {
  description = "Host of the database"
  value       = aws_db_instance.this.address
}

output "port" {
  description = "Its port"
  value       = aws_db_instance.this.port
}

output "database" {
  description = "Name of the database"
  value       = aws_db_instance.this.db_name
}

output "username" {
  description = "The user"
  value       = aws_db_instance.this.username
}

output "password" {
  description = "Its password, where the cloud made it; null where the given one holds"
  sensitive   = true
  value       = null
}

output "ca" {
  description = "Certificates (PEM) that vouch for the server; empty where the public ones do"
  value       = var.ca
}
