# PostgreSQL Flexible Server behind a private endpoint: TLS only, backed up. Azure encrypts its disks.
resource "azurerm_postgresql_flexible_server" "this" {
  name                              = var.name
  resource_group_name               = var.network.group
  location                          = var.network.region
  version                           = "17"
  sku_name                          = var.tier.type
  storage_mb                        = pow(2, ceil(log(max(var.tier.storage.min, 32), 2))) * 1024
  auto_grow_enabled                 = true
  public_network_access_enabled     = false
  backup_retention_days             = var.tier.backup_days
  geo_redundant_backup_enabled      = var.tier.standby
  administrator_login               = "nudge"
  administrator_password_wo         = var.password
  administrator_password_wo_version = var.password_revision
  tags                              = var.tags

  dynamic "high_availability" {
    for_each = var.tier.standby ? toset(["ZoneRedundant"]) : toset([])
    content {
      mode = high_availability.key
    }
  }

  lifecycle {
    # Azure chooses the zones, and swaps them when it fails over.
    ignore_changes = [zone, high_availability[0].standby_availability_zone]
    postcondition {
      condition     = !self.public_network_access_enabled
      error_message = "The database must not be reachable from the internet: set public_network_access_enabled = false."
    }
  }
}

resource "azurerm_postgresql_flexible_server_configuration" "this" {
  for_each  = { require_secure_transport = "on", ssl_min_protocol_version = "TLSv1.2", log_min_duration_statement = "1000" }
  server_id = azurerm_postgresql_flexible_server.this.id
  name      = each.key
  value     = each.value
}

resource "azurerm_postgresql_flexible_server_database" "nudge" {
  name      = "nudge"
  server_id = azurerm_postgresql_flexible_server.this.id
}

resource "azurerm_management_lock" "this" {
  count      = var.deletion_protection ? 1 : 0
  name       = "deletion-protection"
  scope      = azurerm_postgresql_flexible_server.this.id
  lock_level = "CanNotDelete"
}

resource "azurerm_private_dns_zone" "this" {
  name                = "privatelink.postgres.database.azure.com"
  resource_group_name = var.network.group
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "this" {
  name                  = "${var.name}-database"
  resource_group_name   = var.network.group
  private_dns_zone_name = azurerm_private_dns_zone.this.name
  virtual_network_id    = var.network.id
  tags                  = var.tags
}

resource "azurerm_private_endpoint" "this" {
  name                = "${var.name}-database"
  resource_group_name = var.network.group
  location            = var.network.region
  subnet_id           = var.network.subnets[1]
  tags                = var.tags

  private_service_connection {
    name                           = "database"
    private_connection_resource_id = azurerm_postgresql_flexible_server.this.id
    subresource_names              = ["postgresqlServer"]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "database"
    private_dns_zone_ids = [azurerm_private_dns_zone.this.id]
  }
}
