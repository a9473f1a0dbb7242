locals {
  namespace = "nudge"
  tags      = merge(var.tags, { installation = var.name, environment = var.environment, managed-by = "terraform" })
}

module "sizes" {
  source = "../modules/sizes"
  cloud  = "minikube"
  size   = var.size

}

module "catalogue" {
  source = "../modules/catalogue"
}

module "broker" {
  source            = "../modules/broker/kubernetes"
  name              = var.name
  network           = { id = "", group = "", region = "", subnets = [], cidr = "", key = "" }
  peers             = ""
  tier              = module.sizes.broker
  password          = ephemeral.random_password.this["kafka"].result
  password_revision = var.secrets_revision
  tags              = local.tags
}

module "managed" {
  count               = var.database == "managed" ? 1 : 0
  source              = "../modules/database/kubernetes"
  name                = var.name
  network             = { id = "", group = "", region = "", subnets = [], cidr = "", key = "" }
  peers               = ""
  tier                = module.sizes.database
  password            = ephemeral.random_password.this["database"].result
  password_revision   = var.secrets_revision
  deletion_protection = true
  ca                  = ""
  tags                = local.tags
}

module "values" {
  source      = "../modules/values"
  public_host = var.public_host
  registry    = "localhost:5000"
  region      = ""
  store       = "kubernetes"
  provided    = setsubtract(setunion(module.catalogue.keys, module.catalogue.cluster), local.given_later)
  authority   = local.authority
  broker      = { addresses = module.broker.addresses, mechanism = module.broker.mechanism, replicas = 1, own_authority = true }
}
