provider "helm" {
  kubernetes = {
    config_path    = var.kubeconfig
    config_context = var.context
  }
}

provider "kubernetes" {
  config_path    = var.kubeconfig
  config_context = var.context
}

module "platform" {
  count       = var.platform ? 1 : 0
  source      = "../modules/platform"
  replicated  = var.size != "small"
  acme_email  = var.acme_email
  acme_solver = var.acme_solver
  authority   = local.authority

}
