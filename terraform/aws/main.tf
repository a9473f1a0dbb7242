locals {
  namespace = "nudge"
  tags      = merge(var.tags, { installation = var.name, environment = var.environment, managed-by = "terraform" })
}

module "sizes" {
  source = "../modules/sizes"
  cloud  = "aws"
  size   = var.size
  nodes  = var.nodes
}

module "catalogue" {
  source = "../modules/catalogue"
}

module "key" {
  source = "../modules/key/aws"
  name   = var.name
  region = var.region
  tags   = local.tags
}

module "network" {
  source = "../modules/network/aws"
  name   = var.name
  region = var.region
  cidr   = var.cidr
  key    = module.key.arn
  tags   = local.tags
}

module "cluster" {
  source             = "../modules/cluster/aws"
  name               = var.name
  kubernetes_version = var.kubernetes_version
  network            = module.network.network
  nodes              = module.sizes.nodes
  api_allowed_cidrs  = var.api_allowed_cidrs
  tags               = local.tags
}

module "broker" {
  source            = "../modules/broker/aws"
  name              = var.name
  network           = module.network.network
  peers             = module.cluster.peers
  tier              = module.sizes.broker
  password          = module.passwords["kafka"].value
  password_revision = var.secrets_revision
  tags              = local.tags
}

module "managed" {
  count               = var.database == "managed" ? 1 : 0
  source              = "../modules/database/aws"
  name                = var.name
  network             = module.network.network
  peers               = module.cluster.peers
  tier                = module.sizes.database
  password            = module.passwords["database"].value
  password_revision   = var.secrets_revision
  deletion_protection = var.deletion_protection
  ca                  = try(file(var.rds_ca_file), "")
  tags                = local.tags
}

module "registry" {
  source  = "../modules/registry/aws"
  name    = var.name
  network = module.network.network
  images  = ["nudge"]
  tags    = local.tags
}

module "mail" {
  source = "../modules/mail/aws"
  name   = var.name
  domain = split("@", var.mail_from)[1]
  zone   = var.zone_id
  tags   = local.tags
}

module "certificates" {
  count     = var.zone_id == "" ? 0 : 1
  source    = "../modules/certificates/aws"
  name      = var.name
  zone      = var.zone_id
  cluster   = module.cluster.name
  namespace = "cert-manager"
  tags      = local.tags
}

module "identity" {
  source    = "../modules/identity/aws"
  name      = var.name
  region    = var.region
  functions = module.catalogue.functions
  mailers   = module.catalogue.mailers
  secrets   = module.secrets.references
  mail      = [module.mail.arn, module.mail.configuration_set_arn]
  key       = module.key.arn
  cluster   = module.cluster.name
  namespace = local.namespace
  tags      = local.tags
}

module "delivery" {
  count        = var.github_repository == "" ? 0 : 1
  source       = "../modules/delivery/aws"
  name         = var.name
  repository   = var.github_repository
  environment  = var.environment
  repositories = module.registry.ids
  cluster      = module.cluster.name
  cluster_arn  = module.cluster.arn
  namespace    = local.namespace
  tags         = local.tags
}

module "budget" {
  count  = var.budget == null ? 0 : 1
  source = "../modules/budget/aws"
  name   = var.name
  limit  = var.budget.limit
  emails = var.budget.emails
  tags   = local.tags
}

module "values" {
  source      = "../modules/values"
  public_host = var.public_host
  registry    = module.registry.prefix
  region      = var.region
  store       = module.secrets.store
  provided    = setsubtract(setunion(module.catalogue.keys, module.catalogue.cluster), module.catalogue.given_later)
  authority   = local.authority
  broker      = { addresses = module.broker.addresses, mechanism = module.broker.mechanism, replicas = 3, own_authority = false }
}
