# What runs inside the cluster. Whoever applies this must reach the cluster's API, and have the AWS CLI, which makes the token.
locals {
  acme_solver = var.acme_solver != null || var.zone_id == "" ? var.acme_solver : { dns01 = { route53 = { region = var.region, hostedZoneID = var.zone_id } } }

  kubernetes = {
    host                   = module.cluster.endpoint
    cluster_ca_certificate = module.cluster.ca
    exec = {
      api_version = "client.authentication.k8s.io/v1beta1"
      command     = "aws"
      args        = ["eks", "get-token", "--cluster-name", module.cluster.name, "--region", var.region]
    }
  }
}

provider "helm" {
  kubernetes = local.kubernetes
}

provider "kubernetes" {
  host                   = local.kubernetes.host
  cluster_ca_certificate = local.kubernetes.cluster_ca_certificate
  exec {
    api_version = local.kubernetes.exec.api_version
    command     = local.kubernetes.exec.command
    args        = local.kubernetes.exec.args
  }
}

module "platform" {
  count           = var.platform ? 1 : 0
  source          = "../modules/platform"
  replicated      = var.size != "small"
  acme_email      = var.acme_email
  acme_solver     = local.acme_solver
  authority       = local.authority
  node_autoscaler = { cluster = module.cluster.name, region = var.region }
  storage_class   = { provisioner = "ebs.csi.aws.com", parameters = { type = "gp3", encrypted = "true", kmsKeyId = module.key.arn } }
  depends_on      = [module.cluster]
}

# Dapr's injector and KEDA read Kubernetes Secrets only: what they need lies there too.
module "cluster_secrets" {
  count       = var.platform ? 1 : 0
  source      = "../modules/secrets/kubernetes"
  name        = var.name
  namespace   = local.namespace
  keys        = module.catalogue.cluster
  given_later = toset([])
  values      = local.values
  revision    = var.secrets_revision
  authority   = local.authority
  brokers     = { own = false, pem = module.broker.ca }
  tags        = local.tags
  depends_on  = [module.cluster]
}
