variable "name" {
  type        = string
  description = "Name of the installation; everything is named after it"
}

variable "tags" {
  type        = map(string)
  description = "Put on everything"
}

variable "network" {
  type = object({
    id      = string
    group   = string
    region  = string
    subnets = list(string)
    cidr    = string
    key     = string
  })
  description = "What modules/network/* gives: id of the network, resource group or project, region, private subnets, all addresses inside, key for encryption at rest"
}

variable "kubernetes_version" {
  type        = string
  description = "Minor version of Kubernetes, such as 1.34"
}

variable "nodes" {
  type        = object({ type = string, disk = number, min = number, max = number })
  description = "Machines: type, disk in GiB, bounds of their number"
}

variable "api_allowed_cidrs" {
  type        = list(string)
  description = "Who may reach the Kubernetes API from outside; nobody when empty"
}
