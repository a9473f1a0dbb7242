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

variable "password" {
  type        = string
  description = "Password of the user nudge; it is written to the service and never kept in the state"
  ephemeral   = true
  sensitive   = true
}

variable "password_revision" {
  type        = number
  description = "Raise it to have the password written anew"
}

variable "tier" {
  type        = object({ type = string, storage = object({ min = number, max = number }) })
  description = "Machine, and bounds of the storage of each broker in GiB"
}

variable "peers" {
  type        = string
  description = "Security group of those who may connect; empty where the network itself decides"
}
