resource "google_artifact_registry_repository" "this" {
  repository_id = var.name
  location      = var.network.region
  format        = "DOCKER"
  description   = "Images of ${join(", ", var.images)}"
  labels        = var.tags

  docker_config {
    immutable_tags = true
  }

  cleanup_policies {
    id     = "untagged"
    action = "DELETE"
    condition {
      tag_state  = "UNTAGGED"
      older_than = "604800s"
    }
  }
}
