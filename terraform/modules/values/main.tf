# What the charts are told of what was made here (knative/umbrella/values.yaml tells what each value means): one shape for every cloud, so that going
# from one to another changes values only.
terraform {
  required_version = ">= 1.11"
}

locals {
  values = {
    global = {
      publicUrl = "https://${var.public_host}"
      image     = { repository = "${var.registry}/nudge" }
      region    = var.region
      secrets   = { store = var.store, provided = sort(var.provided) }
      kafka = {
        brokers   = join(",", var.broker.addresses)
        auth      = "password"
        mechanism = var.broker.mechanism
        tls       = true
        replicas  = var.broker.replicas
        caSecret  = { name = var.broker.own_authority ? "kafka-ca" : "", key = "ca.crt" }
      }
      postgres = { caConfigMap = { name = var.authority.own ? "postgres-ca" : "", key = "ca.crt" } }
    }
    # Brokers and database are made here.
    stores  = { enabled = false }
    knative = { front = { kind = "domainMapping", issuer = { kind = "ClusterIssuer", name = "nudge" } } }
  }
}
