output "prefix" {
  description = "What stands before an image's name"
  value       = azurerm_container_registry.this.login_server
}

output "ids" {
  description = "What deployments may push to, in the cloud's own words"
  value       = [azurerm_container_registry.this.id]
}
