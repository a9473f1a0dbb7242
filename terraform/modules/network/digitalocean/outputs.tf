output "network" {
  description = "The network, as the other modules take it"
  value = {
    id      = digitalocean_vpc.this.id
    group   = digitalocean_project.this.id
    region  = var.region
    subnets = []
    cidr    = var.cidr
    key     = var.key
  }
}
