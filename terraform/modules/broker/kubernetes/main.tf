# Kafka inside the cluster, one broker, for a local cluster: TLS and SCRAM as in the clouds.
locals {
  namespace = "${var.name}-broker"
  username  = "nudge"
  host      = "kafka.${local.namespace}.svc.cluster.local"
}

module "authority" {
  source = "../../authority/kubernetes"
  host   = local.host
}

resource "helm_release" "this" {
  name             = "kafka"
  chart            = "${path.module}/chart"
  namespace        = local.namespace
  create_namespace = true
  atomic           = true
  timeout          = 600
  values = [yamlencode({
    host        = local.host
    username    = local.username
    storage     = "${var.tier.storage.min}Gi"
    certificate = module.authority.certificate
    tags        = var.tags
  })]
  set_wo = [
    { name = "password", value = var.password },
    { name = "key", value = module.authority.key },
  ]
  set_wo_revision = var.password_revision
}
