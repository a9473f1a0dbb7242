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

variable "images" {
  type        = list(string)
  description = "Names of container images"
}
