output "prefix" {
  description = "What stands before an image's name"
  value       = "${digitalocean_container_registry.this.server_url}/${digitalocean_container_registry.this.name}"
}

output "ids" {
  description = "What deployments may push to, in the cloud's own words"
  value       = [digitalocean_container_registry.this.id]
}
