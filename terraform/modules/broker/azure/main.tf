# Event Hubs speaks Kafka's protocol at port 9093: TLS only, reached through a private endpoint.
resource "azurerm_eventhub_namespace" "this" {
  name                          = var.name
  resource_group_name           = var.network.group
  location                      = var.network.region
  sku                           = "Standard"
  capacity                      = tonumber(var.tier.type)
  auto_inflate_enabled          = true
  maximum_throughput_units      = tonumber(var.tier.type) * 4
  minimum_tls_version           = "1.2"
  public_network_access_enabled = false
  tags                          = var.tags

  lifecycle {
    postcondition {
      condition     = !self.public_network_access_enabled
      error_message = "Kafka must not be reachable from the internet: set public_network_access_enabled = false."
    }
  }
}

# Manage, for the job of the charts that makes the topics.
resource "azurerm_eventhub_namespace_authorization_rule" "nudge" {
  name                = "nudge"
  namespace_name      = azurerm_eventhub_namespace.this.name
  resource_group_name = var.network.group
  listen              = true
  send                = true
  manage              = true
}

resource "azurerm_private_dns_zone" "this" {
  name                = "privatelink.servicebus.windows.net"
  resource_group_name = var.network.group
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "this" {
  name                  = "${var.name}-broker"
  resource_group_name   = var.network.group
  private_dns_zone_name = azurerm_private_dns_zone.this.name
  virtual_network_id    = var.network.id
  tags                  = var.tags
}

resource "azurerm_private_endpoint" "this" {
  name                = "${var.name}-broker"
  resource_group_name = var.network.group
  location            = var.network.region
  subnet_id           = var.network.subnets[1]
  tags                = var.tags

  private_service_connection {
    name                           = "broker"
    private_connection_resource_id = azurerm_eventhub_namespace.this.id
    subresource_names              = ["namespace"]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "broker"
    private_dns_zone_ids = [azurerm_private_dns_zone.this.id]
  }
}
