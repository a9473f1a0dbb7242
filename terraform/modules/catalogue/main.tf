# What functions/functions.yaml says, so that nothing of it is said here again: which functions there are, and who may read which secret.
locals {
  catalogue = yamldecode(file("${path.module}/../../../functions/functions.yaml")).global

  functions = { for name, each in local.catalogue.functions : name => toset(each.secrets) }

  # Keys that a sidecar reads for Dapr's own components, whatever its function reads: see dapr/components and the HTTPEndpoints.
  sidecars = toset(["app-token", "database-url", "kafka-username", "kafka-password"])

  # What KEDA, jobs and Dapr's injector read, from Kubernetes Secrets whatever the store of the functions.
  cluster = setunion(local.sidecars, ["reading-url"])

  # Nobody can make these up: an operator stores them when there is a language model, or a key pair for Web Push (docs/secrets.md).
  given_later = toset([for key in setunion(values(local.functions)...) : key if startswith(key, "model-") || startswith(key, "push-")])

  mailers = toset([for name, keys in local.functions : name if contains(keys, "mail-url")])
}
