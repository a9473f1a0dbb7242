# What the charts are told of what was made here: one shape for every cloud, so that going from one to another changes values only.
terraform {
  required_version = ">= 1.11"
}

locals {
  values = {
    global = {
      platform   = var.platform
      publicHost = var.public_host
      registry   = var.registry
      region     = var.region
      secrets    = { store = var.secrets.store, references = var.secrets.references }
      database   = { host = var.database.host, port = var.database.port, name = var.database.database, ca = var.database.ca }
      kafka = {
        brokers   = var.broker.addresses
        tls       = true
        mechanism = var.broker.mechanism
        username  = var.broker.username
        ca        = var.broker.ca
      }
      front = { gatewayClass = "nudge", issuer = "nudge" }
    }
  }
}
