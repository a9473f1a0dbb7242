output "cluster" {
  description = "The cluster: its name, the address of its API, the API's certificate authority (PEM), the namespace of the functions"
  value       = { name = module.cluster.name, endpoint = module.cluster.endpoint, ca = module.cluster.ca, namespace = local.namespace }
}

output "broker" {
  description = "Kafka: addresses (all TLS), how users prove themselves, the user, the certificate authority (PEM; empty: a public one)"
  value = {
    addresses = module.broker.addresses
    mechanism = module.broker.mechanism
    username  = module.broker.username
    ca        = module.broker.ca
  }
}

output "database" {
  description = "PostgreSQL: host, port, name, certificates that vouch for it (PEM; empty: public ones); all null when it is at Neon"
  value = {
    host     = one(module.managed[*].host)
    port     = one(module.managed[*].port)
    database = one(module.managed[*].database)
    ca       = try(module.managed[0].ca, "")
  }
}

output "secrets" {
  description = "Where secrets are: the folder of dapr/secret-stores that reads them, and each key's name in the store"
  value       = { store = module.secrets.store, references = module.secrets.references }
}

output "registry" {
  description = "What stands before the names of images"
  value       = module.registry.prefix
}

output "helm_values" {
  description = "Values for the charts: terraform output -json helm_values > values.json; helm install … -f values.json"
  value       = module.values.values
}

output "mail" {
  description = "What the DNS of mail_from's domain must say, unless zone_id is given"
  value       = module.mail.records
}

output "roles" {
  description = "Function to the ARN of its role"
  value       = module.identity.roles
}

output "deploy_role" {
  description = "ARN of the role that GitHub's workflows assume; null without github_repository"
  value       = one(module.delivery[*].role)
}
