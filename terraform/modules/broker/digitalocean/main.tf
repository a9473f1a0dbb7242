# Managed Kafka: TLS and SCRAM, reached inside the network by the cluster alone.
resource "digitalocean_database_cluster" "this" {
  name                 = "${var.name}-broker"
  engine               = "kafka"
  version              = "3.8"
  size                 = var.tier.type
  region               = var.network.region
  node_count           = 3
  private_network_uuid = var.network.id
  project_id           = var.network.group
  storage_size_mib     = tostring(var.tier.storage.min * 1024)
  tags                 = [for key, value in var.tags : "${key}:${value}"]
}

resource "digitalocean_database_kafka_config" "this" {
  cluster_id                = digitalocean_database_cluster.this.id
  auto_create_topics_enable = false
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
  settings {
    acl {
      topic      = "*"
      permission = "admin"
    }
  }
}

data "digitalocean_database_ca" "this" {
  cluster_id = digitalocean_database_cluster.this.id
}
