# PostgreSQL inside the cluster, for a local cluster: TLS only, as in the clouds. It keeps no backups.
locals {
  namespace = "${var.name}-database"
  host      = "postgres.${local.namespace}.svc.cluster.local"
}

module "authority" {
  source = "../../authority/kubernetes"
  host   = local.host
}

resource "helm_release" "this" {
  name             = "postgres"
  chart            = "${path.module}/chart"
  namespace        = local.namespace
  create_namespace = true
  atomic           = true
  timeout          = 600
  values = [yamlencode({
    storage     = "${var.tier.storage.min}Gi"
    certificate = module.authority.certificate
    tags        = var.tags
    keep        = var.deletion_protection
  })]
  set_wo = [
    { name = "password", value = var.password },
    { name = "key", value = module.authority.key },
  ]
  set_wo_revision = var.password_revision
}
