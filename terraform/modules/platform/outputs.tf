output "versions" {
  description = "Release to its version"
  value       = { for name, each in helm_release.this : name => each.version }
}
