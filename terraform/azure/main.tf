locals {
  namespace = "nudge"
  tags      = merge(var.tags, { installation = var.name, environment = var.environment, managed-by = "terraform" })
}

module "sizes" {
  source = "../modules/sizes"
  cloud  = "azure"
  size   = var.size
  nodes  = var.nodes
}

module "catalogue" {
  source = "../modules/catalogue"
}

module "network" {
  source = "../modules/network/azure"
  name   = var.name
  region = var.region
  cidr   = var.cidr
  key    = ""
  tags   = local.tags
}

module "cluster" {
  source             = "../modules/cluster/azure"
  name               = var.name
  kubernetes_version = var.kubernetes_version
  network            = module.network.network
  nodes              = module.sizes.nodes
  api_allowed_cidrs  = var.api_allowed_cidrs
  tags               = local.tags
}

module "broker" {
  source            = "../modules/broker/azure"
  name              = var.name
  network           = module.network.network
  peers             = module.cluster.peers
  tier              = module.sizes.broker
  password          = ephemeral.random_password.this["kafka"].result
  password_revision = var.secrets_revision
  tags              = local.tags

}

module "managed" {
  count               = var.database == "managed" ? 1 : 0
  source              = "../modules/database/azure"
  name                = var.name
  network             = module.network.network
  peers               = module.cluster.peers
  tier                = module.sizes.database
  password            = ephemeral.random_password.this["database"].result
  password_revision   = var.secrets_revision
  deletion_protection = var.deletion_protection
  ca                  = ""
  tags                = local.tags

}

module "registry" {
  source  = "../modules/registry/azure"
  name    = var.name
  network = module.network.network
  images  = ["nudge"]
  tags    = local.tags
}

module "values" {
  source      = "../modules/values"
  public_host = var.public_host
  registry    = module.registry.prefix
  region      = var.region
  store       = "kubernetes"
  provided    = setsubtract(setunion(module.catalogue.keys, module.catalogue.cluster), local.given_later)
  authority   = local.authority
  broker      = { addresses = module.broker.addresses, mechanism = module.broker.mechanism, replicas = 1, own_authority = false }
}
