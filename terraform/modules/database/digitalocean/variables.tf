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
  type = object({
    type        = string
    storage     = object({ min = number, max = number })
    backup_days = number
    standby     = bool
  })
  description = "Machine, bounds of its storage in GiB, days that backups are kept, whether a standby waits in another zone"
}

variable "deletion_protection" {
  type        = bool
  description = "Whether the database refuses to be deleted; without it, no last snapshot is kept either"
}

variable "ca" {
  type        = string
  description = "Certificates (PEM) that vouch for the server, where the cloud does not tell them itself"
}

variable "peers" {
  type        = string
  description = "Security group of those who may connect; empty where the network itself decides"
}
