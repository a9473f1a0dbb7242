output "prefix" {
  description = "What stands before an image's name"
  value       = "${var.network.region}-docker.pkg.dev/${var.network.group}/${google_artifact_registry_repository.this.repository_id}"
}

output "ids" {
  description = "What deployments may push to, in the cloud's own words"
  value       = [google_artifact_registry_repository.this.id]
}
