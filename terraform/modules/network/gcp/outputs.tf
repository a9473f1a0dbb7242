output "network" {
  description = "The network, as the other modules take it"
  value = {
    id      = google_compute_network.this.id
    group   = google_compute_subnetwork.this.project
    region  = var.region
    subnets = [google_compute_subnetwork.this.id]
    cidr    = var.cidr
    key     = var.key
  }
  depends_on = [google_service_networking_connection.services]
}
