# AKS. Its API is private; when addresses are named, it is public for those alone.
resource "azurerm_user_assigned_identity" "cluster" {
  name                = "${var.name}-cluster"
  resource_group_name = var.network.group
  location            = var.network.region
  tags                = var.tags
}

resource "azurerm_role_assignment" "network" {
  scope                = var.network.id
  role_definition_name = "Network Contributor"
  principal_id         = azurerm_user_assigned_identity.cluster.principal_id
}

resource "azurerm_log_analytics_workspace" "this" {
  name                = var.name
  resource_group_name = var.network.group
  location            = var.network.region
  sku                 = "PerGB2018"
  retention_in_days   = 90
  tags                = var.tags
}

resource "azurerm_kubernetes_cluster" "this" {
  name                              = var.name
  resource_group_name               = var.network.group
  location                          = var.network.region
  dns_prefix                        = var.name
  kubernetes_version                = var.kubernetes_version
  automatic_upgrade_channel         = "patch"
  node_os_upgrade_channel           = "NodeImage"
  private_cluster_enabled           = length(var.api_allowed_cidrs) == 0
  role_based_access_control_enabled = true
  local_account_disabled            = false
  azure_policy_enabled              = true
  oidc_issuer_enabled               = true
  workload_identity_enabled         = true
  sku_tier                          = "Standard"
  tags                              = var.tags

  default_node_pool {
    name                        = "nodes"
    vm_size                     = var.nodes.type
    os_disk_size_gb             = var.nodes.disk
    vnet_subnet_id              = var.network.subnets[0]
    auto_scaling_enabled        = true
    min_count                   = var.nodes.min
    max_count                   = var.nodes.max
    host_encryption_enabled     = true
    max_pods                    = 110
    temporary_name_for_rotation = "rotation"
    tags                        = var.tags
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.cluster.id]
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_policy      = "cilium"
    network_data_plane  = "cilium"
    outbound_type       = "userAssignedNATGateway"
    service_cidr        = cidrsubnet(var.network.cidr, 4, 12)
    dns_service_ip      = cidrhost(cidrsubnet(var.network.cidr, 4, 12), 10)
    pod_cidr            = "100.64.0.0/14"
  }

  dynamic "api_server_access_profile" {
    for_each = length(var.api_allowed_cidrs) > 0 ? toset(["outside"]) : toset([])
    content {
      authorized_ip_ranges = var.api_allowed_cidrs
    }
  }

  oms_agent {
    log_analytics_workspace_id = azurerm_log_analytics_workspace.this.id
  }

  depends_on = [azurerm_role_assignment.network]
}
