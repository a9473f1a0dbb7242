# What runs inside the cluster. Whoever applies this must reach the cluster's API.
provider "helm" {
  kubernetes = {
    host                   = module.cluster.endpoint
    cluster_ca_certificate = module.cluster.ca
    token                  = module.cluster.token
  }
}

provider "kubernetes" {
  host                   = module.cluster.endpoint
  cluster_ca_certificate = module.cluster.ca
  token                  = module.cluster.token
}

module "platform" {
  count       = var.platform ? 1 : 0
  source      = "../modules/platform"
  replicated  = var.size != "small"
  acme_email  = var.acme_email
  acme_solver = var.acme_solver
  authority   = local.authority
  depends_on  = [module.cluster]
}
