resource "digitalocean_vpc" "this" {
  name     = var.name
  region   = var.region
  ip_range = var.cidr
}

# Everything of the installation under one roof in the control panel. A project's environment has fixed names.
resource "digitalocean_project" "this" {
  name        = var.name
  description = join(", ", [for key, value in var.tags : "${key}: ${value}"])
  purpose     = "Web Application"
}
