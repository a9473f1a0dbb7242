# Passwords and keys are made here, and go from Secrets Manager to where they are used; no plan and no state holds one.
locals {
  authority = { own = var.database == "managed", pem = try(module.managed[0].ca, "") }

  made = {
    kafka    = "Kafka's user"
    database = "The database's user"
    access   = "What people sign in with"
    link     = "Signs the links in letters"
    reading  = "The database's role that KEDA asks with"
    app      = "What sidecars show to functions"
  }
}

module "passwords" {
  for_each      = local.made
  source        = "../modules/password/aws"
  name          = "${var.name}/${each.key}"
  description   = each.value
  key           = module.key.arn
  revision      = var.secrets_revision
  recovery_days = var.secrets_recovery_days
  tags          = local.tags
}

locals {
  values = {
    database-url        = one(concat(module.url[*].value, module.neon[*].database_url))
    database-direct-url = one(concat(module.url[*].value, module.neon[*].database_direct_url))
    reading-url         = one(concat(module.reading[*].value, module.neon[*].reading_url))
    kafka-username      = module.broker.username
    kafka-password      = module.passwords["kafka"].value
    access-token        = module.passwords["access"].value
    link-key            = module.passwords["link"].value
    app-token           = module.passwords["app"].value
    mail-url            = "ses://${var.region}"
    mail-from           = "Nudge <${var.mail_from}>"
  }
}

module "neon" {
  count               = var.database == "neon" ? 1 : 0
  source              = "../modules/database/neon"
  database_url        = var.neon_database_url
  database_direct_url = var.neon_direct_url
  reading_password    = module.passwords["reading"].value
}

module "url" {
  count     = var.database == "managed" ? 1 : 0
  source    = "../modules/connection"
  host      = module.managed[0].host
  port      = module.managed[0].port
  database  = module.managed[0].database
  username  = module.managed[0].username
  password  = module.passwords["database"].value
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
  password  = module.passwords["reading"].value
  authority = local.authority
}

module "secrets" {
  source        = "../modules/secrets/aws"
  name          = var.name
  keys          = module.catalogue.keys
  given_later   = module.catalogue.given_later
  revision      = var.secrets_revision
  key           = module.key.arn
  recovery_days = var.secrets_recovery_days
  tags          = local.tags
  values        = local.values
}
