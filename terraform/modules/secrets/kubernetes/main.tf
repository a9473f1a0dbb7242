# A Kubernetes Secret for each key, named like the key and holding it under the same name, as dapr/secret-stores/kubernetes reads them. Values are
# written and never kept in the state. Keys that are given later are for an operator to make: kubectl create secret generic.
resource "kubernetes_namespace_v1" "this" {
  metadata {
    name = var.namespace
    labels = {
      "app.kubernetes.io/part-of"          = var.name
      "pod-security.kubernetes.io/enforce" = "restricted"
    }
    annotations = var.tags
  }
}

resource "kubernetes_secret_v1" "this" {
  for_each = setsubtract(var.keys, var.given_later)
  metadata {
    name        = each.key
    namespace   = kubernetes_namespace_v1.this.metadata[0].name
    annotations = var.tags
  }
  # Dapr's injector wants the token of applications under a name of its own.
  data_wo          = { (each.key == "app-token" ? "token" : each.key) = var.values[each.key] }
  data_wo_revision = var.revision
  type             = "Opaque"
}

# What vouches for the database is no secret, but needed beside them.
resource "kubernetes_config_map_v1" "authority" {
  count = var.authority.own ? 1 : 0
  metadata {
    name        = "postgres-ca"
    namespace   = kubernetes_namespace_v1.this.metadata[0].name
    annotations = var.tags
  }
  data = { "ca.crt" = var.authority.pem }
}

# Dapr and KEDA read it from a Secret only.
resource "kubernetes_secret_v1" "brokers" {
  count = var.brokers.own ? 1 : 0
  metadata {
    name        = "kafka-ca"
    namespace   = kubernetes_namespace_v1.this.metadata[0].name
    annotations = var.tags
  }
  data = { "ca.crt" = var.brokers.pem }
  type = "Opaque"
}
