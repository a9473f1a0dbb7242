# DOKS. Its API is public; the firewall lets in the named addresses only, and when there are none, those of the network.
data "digitalocean_kubernetes_versions" "this" {
  version_prefix = "${var.kubernetes_version}."
}

resource "digitalocean_kubernetes_cluster" "this" {
  name                 = var.name
  region               = var.network.region
  vpc_uuid             = var.network.id
  version              = data.digitalocean_kubernetes_versions.this.latest_version
  ha                   = var.nodes.min > 2
  auto_upgrade         = true
  surge_upgrade        = true
  registry_integration = true
  tags                 = [for key, value in var.tags : "${key}:${value}"]

  maintenance_policy {
    day        = "sunday"
    start_time = "04:00"
  }

  control_plane_firewall {
    enabled           = true
    allowed_addresses = length(var.api_allowed_cidrs) > 0 ? var.api_allowed_cidrs : [var.network.cidr]
  }

  node_pool {
    name       = "nodes"
    size       = var.nodes.type
    auto_scale = true
    min_nodes  = var.nodes.min
    max_nodes  = var.nodes.max
    tags       = [for key, value in var.tags : "${key}:${value}"]
  }
}

resource "digitalocean_project_resources" "cluster" {
  project   = var.network.group
  resources = [digitalocean_kubernetes_cluster.this.urn]
}
