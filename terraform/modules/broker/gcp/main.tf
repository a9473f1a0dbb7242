# Managed Service for Apache Kafka: TLS only, users are service accounts. Its brokers are reached inside the network.
resource "google_managed_kafka_cluster" "this" {
  cluster_id = var.name
  location   = var.network.region
  labels     = var.tags

  capacity_config {
    vcpu_count   = var.tier.type
    memory_bytes = tostring(tonumber(var.tier.type) * 4 * 1024 * 1024 * 1024)
  }

  gcp_config {
    access_config {
      network_configs {
        subnet = var.network.subnets[0]
      }
    }
  }

  rebalance_config {
    mode = "AUTO_REBALANCE_ON_SCALE_UP"
  }
}

resource "google_service_account" "kafka" {
  account_id   = "${var.name}-kafka"
  display_name = "Kafka's user of ${var.name}"
}

resource "google_project_iam_member" "kafka" {
  project = var.network.group
  role    = "roles/managedkafka.client"
  member  = google_service_account.kafka.member
}

# With PLAIN, the password is the key of the service account, in Base64.
resource "google_service_account_key" "kafka" {
  service_account_id = google_service_account.kafka.name
}
