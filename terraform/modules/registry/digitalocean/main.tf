resource "digitalocean_container_registry" "this" {
  name                   = var.name
  region                 = var.network.region
  subscription_tier_slug = length(var.images) > 1 ? "basic" : "starter"
}
