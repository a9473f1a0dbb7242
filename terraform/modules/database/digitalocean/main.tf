# Managed PostgreSQL: TLS only, reached inside the network by the cluster alone. DigitalOcean encrypts its disks and keeps backups for a week.
resource "digitalocean_database_cluster" "this" {
  name                 = "${var.name}-database"
  engine               = "pg"
  version              = "17"
  size                 = var.tier.type
  region               = var.network.region
  node_count           = var.tier.standby ? 2 : 1
  private_network_uuid = var.network.id
  project_id           = var.network.group
  storage_size_mib     = tostring(var.tier.storage.min * 1024)
  tags                 = [for key, value in var.tags : "${key}:${value}"]

  maintenance_window {
    day  = "sunday"
    hour = "03:00:00"
  }
}

resource "digitalocean_database_postgresql_config" "this" {
  cluster_id                 = digitalocean_database_cluster.this.id
  log_min_duration_statement = 1000
}

resource "digitalocean_database_firewall" "this" {
  cluster_id = digitalocean_database_cluster.this.id
  rule {
    type  = "k8s"
    value = var.peers
  }
}

resource "digitalocean_database_user" "nudge" {
  cluster_id = digitalocean_database_cluster.this.id
  name       = "nudge"
}

resource "digitalocean_database_db" "nudge" {
  cluster_id = digitalocean_database_cluster.this.id
  name       = "nudge"
}

data "digitalocean_database_ca" "this" {
  cluster_id = digitalocean_database_cluster.this.id
}
