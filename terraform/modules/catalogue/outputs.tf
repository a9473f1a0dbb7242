output "functions" {
  description = "Function to the keys that it and its sidecar read"
  value       = { for name, keys in local.functions : name => sort(setunion(keys, local.sidecars)) }
}

output "keys" {
  description = "All keys of secrets"
  value       = toset(sort(setunion(local.sidecars, values(local.functions)...)))
}

output "cluster" {
  description = "Keys that KEDA, jobs and Dapr's injector read, from Kubernetes Secrets alone"
  value       = local.cluster
}

output "given_later" {
  description = "Keys whose values an operator stores"
  value       = local.given_later
}

output "mailers" {
  description = "Functions that send mail"
  value       = local.mailers
}
