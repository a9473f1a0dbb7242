output "network" {
  description = "The network, as the other modules take it"
  value = {
    id      = azurerm_virtual_network.this.id
    group   = azurerm_resource_group.this.name
    region  = var.region
    subnets = [azurerm_subnet.nodes.id, azurerm_subnet.endpoints.id]
    cidr    = var.cidr
    key     = var.key
  }
  depends_on = [azurerm_subnet_nat_gateway_association.nodes]
}
