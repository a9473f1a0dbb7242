# Passwords and keys are made here and written to where they are used; no plan and no state holds one that is made here. When an apply breaks off
# between database and secrets, they may differ: raise secrets_revision and apply again.
ephemeral "random_password" "this" {
  for_each = toset(["kafka", "database", "reading", "access", "link", "app"])
  length   = 40
  special  = false
}

module "neon" {
  count               = var.database == "neon" ? 1 : 0
  source              = "../modules/database/neon"
  database_url        = var.neon_database_url
  database_direct_url = var.neon_direct_url
  reading_password    = ephemeral.random_password.this["reading"].result
}

module "url" {
  count     = var.database == "managed" ? 1 : 0
  source    = "../modules/connection"
  host      = module.managed[0].host
  port      = module.managed[0].port
  database  = module.managed[0].database
  username  = module.managed[0].username
  password  = coalesce(module.managed[0].password, ephemeral.random_password.this["database"].result)
  authority = local.authority
}

# The role that KEDA asks with; a job of the charts makes it.
module "reading" {
  count     = var.database == "managed" ? 1 : 0
  source    = "../modules/connection"
  host      = module.managed[0].host
  port      = module.managed[0].port
  database  = module.managed[0].database
  username  = "nudge_reading"
  password  = ephemeral.random_password.this["reading"].result
  authority = local.authority
}

locals {
  authority = { own = false, pem = try(module.managed[0].ca, "") }

  # Mail needs a relay: an operator stores mail-url (README.md).
  given_later = setunion(module.catalogue.given_later, ["mail-url"])

  # What the store calls each key, also before anything is in it.
  references = { for key in setunion(module.catalogue.keys, module.catalogue.cluster) : key => "${local.namespace}/${key}" }

  values = {
    database-url        = one(concat(module.url[*].value, module.neon[*].database_url))
    database-direct-url = one(concat(module.url[*].value, module.neon[*].database_direct_url))
    reading-url         = one(concat(module.reading[*].value, module.neon[*].reading_url))
    kafka-username      = module.broker.username
    kafka-password      = coalesce(module.broker.password, ephemeral.random_password.this["kafka"].result)
    access-token        = ephemeral.random_password.this["access"].result
    link-key            = ephemeral.random_password.this["link"].result
    app-token           = ephemeral.random_password.this["app"].result
    mail-from           = "Nudge <${var.mail_from}>"
  }
}

module "secrets" {
  count       = var.platform ? 1 : 0
  source      = "../modules/secrets/kubernetes"
  name        = var.name
  namespace   = local.namespace
  keys        = setunion(module.catalogue.keys, module.catalogue.cluster)
  given_later = local.given_later
  values      = local.values
  revision    = var.secrets_revision
  authority   = local.authority
  brokers     = { own = false, pem = module.broker.ca }
  tags        = local.tags
  depends_on  = [module.cluster]
}
