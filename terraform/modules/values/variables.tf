variable "platform" {
  type        = string
  description = "Which values file of the charts belongs to it: eks, gke, aks, digitalocean or minikube"
}

variable "public_host" {
  type        = string
  description = "Host name that people open"
}

variable "registry" {
  type        = string
  description = "What stands before the names of images"
}

variable "region" {
  type        = string
  description = "Region of the cloud; empty where there is none"
}

variable "secrets" {
  type        = object({ store = string, references = map(string) })
  description = "Where secrets are"
}

variable "database" {
  type        = object({ host = string, port = number, database = string, ca = string })
  description = "PostgreSQL; null where only the secret database-url tells"
}

variable "broker" {
  type        = object({ addresses = list(string), mechanism = string, username = string, ca = string })
  description = "Kafka"
}
