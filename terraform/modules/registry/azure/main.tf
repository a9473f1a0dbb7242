resource "azurerm_container_registry" "this" {
  # Letters and digits only.
  name                = replace(var.name, "-", "")
  resource_group_name = var.network.group
  location            = var.network.region
  sku                 = "Standard"
  admin_enabled       = false
  tags                = var.tags
}
