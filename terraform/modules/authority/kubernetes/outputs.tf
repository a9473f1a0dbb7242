output "ca" {
  description = "Certificate of the authority (PEM)"
  value       = tls_self_signed_cert.ca.cert_pem
}

output "certificate" {
  description = "Certificate of the server (PEM)"
  value       = tls_locally_signed_cert.server.cert_pem
}

output "key" {
  description = "Key of the server (PEM, PKCS #8)"
  sensitive   = true
  value       = tls_private_key.server.private_key_pem_pkcs8
}
