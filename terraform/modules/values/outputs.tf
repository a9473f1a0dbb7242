output "values" {
  description = "Values for the charts"
  value       = local.values
}
