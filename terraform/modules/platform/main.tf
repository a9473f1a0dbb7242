# The platform layer, the same on every cloud: releases.yaml says what; this file in which order, and what differs by cloud.
locals {
  releases = yamldecode(file("${path.module}/releases.yaml"))

  optional = var.node_autoscaler == null ? toset(["cluster-autoscaler"]) : toset([])

  values = {
    keda = !var.authority.own ? {} : {
      volumes = {
        keda = {
          extraVolumes      = [{ name = "postgres-ca", configMap = { name = "postgres-ca" } }]
          extraVolumeMounts = [{ name = "postgres-ca", mountPath = "/etc/nudge/postgres", readOnly = true }]
        }
      }
    }
    dapr = { global = { ha = { enabled = var.replicated } } }
    cluster-autoscaler = {
      awsRegion     = try(var.node_autoscaler.region, "")
      autoDiscovery = { clusterName = try(var.node_autoscaler.cluster, "") }
    }
  }
}

resource "helm_release" "this" {
  for_each         = { for name, each in local.releases : name => each if !contains(local.optional, name) }
  name             = each.key
  repository       = each.value.repository
  chart            = each.value.chart
  version          = each.value.version
  namespace        = each.value.namespace
  create_namespace = true
  atomic           = true
  timeout          = 900
  values           = [yamlencode(each.value.values), yamlencode(lookup(local.values, each.key, {}))]
  depends_on       = [helm_release.storage, helm_release.authority]
}

# Volumes are encrypted, whatever the cluster would do by default.
resource "helm_release" "storage" {
  count     = var.storage_class == null ? 0 : 1
  name      = "storage"
  chart     = "${path.module}/charts/storage"
  namespace = "kube-system"
  values    = [yamlencode(var.storage_class)]
}

# KEDA asks the database itself, and so must know what vouches for it.
resource "helm_release" "authority" {
  count            = var.authority.own ? 1 : 0
  name             = "postgres-ca"
  chart            = "${path.module}/charts/authority"
  namespace        = local.releases.keda.namespace
  create_namespace = true
  values           = [yamlencode({ ca = var.authority.pem })]
}

resource "helm_release" "serving" {
  name             = "knative-serving"
  chart            = "${path.module}/charts/knative-serving"
  namespace        = "knative-serving"
  create_namespace = true
  values           = [yamlencode({ replicated = var.replicated })]
  depends_on       = [helm_release.this]
}

resource "helm_release" "front" {
  name       = "front"
  chart      = "${path.module}/charts/front"
  namespace  = local.releases["cert-manager"].namespace
  values     = [yamlencode({ acmeEmail = var.acme_email, solver = var.acme_solver })]
  depends_on = [helm_release.this]
}
