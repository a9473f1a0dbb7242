output "nodes" {
  description = "Machines of the cluster: type, disk in GiB, and the bounds they are scaled between"
  value = {
    type = local.machine.node
    disk = local.chosen.nodes.disk
    min  = coalesce(var.nodes.min, local.chosen.nodes.min)
    max  = coalesce(var.nodes.max, local.chosen.nodes.max)
  }
  precondition {
    condition     = coalesce(var.nodes.min, local.chosen.nodes.min) <= coalesce(var.nodes.max, local.chosen.nodes.max)
    error_message = "nodes.min must not be above nodes.max (what is not given comes from the size)."
  }
}

output "database" {
  description = "The database: machine, bounds of its storage in GiB, days that backups are kept, whether a standby waits in another zone"
  value       = merge(local.chosen.database, { type = local.machine.database })
}

output "broker" {
  description = "Kafka: machine, bounds of the storage of each broker in GiB"
  value       = merge(local.chosen.broker, { type = local.machine.broker })
}
