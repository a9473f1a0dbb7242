output "gateway_class" {
  description = "Class of Gateway that the front's charts ask for"
  value       = "nudge"
}

output "issuer" {
  description = "ClusterIssuer of the front's certificate"
  value       = "nudge"
}

output "versions" {
  description = "Release to its version"
  value       = { for name, each in helm_release.this : name => each.version }
}
