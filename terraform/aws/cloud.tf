# What every cloud but the local cluster asks besides. The same file in each of their roots.
variable "region" {
  type        = string
  description = "Region of the cloud"
}

variable "kubernetes_version" {
  type        = string
  description = "Minor version of Kubernetes"
  default     = "1.34"
}

variable "nodes" {
  type        = object({ min = optional(number), max = optional(number) })
  description = "Bounds of the number of machines, where the size's own do not suit"
  default     = {}
  validation {
    condition     = alltrue([for each in [var.nodes.min, var.nodes.max] : each == null ? true : each >= 1 && each <= 100 && floor(each) == each])
    error_message = "nodes.min and nodes.max must be whole numbers from 1 to 100."
  }
}

variable "cidr" {
  type        = string
  description = "Addresses of the network, a private /16"
  default     = "10.40.0.0/16"
  validation {
    condition     = can(regex("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.)", var.cidr)) && can(cidrhost(var.cidr, 0)) && endswith(var.cidr, "/16")
    error_message = "cidr must be a private /16, such as 10.40.0.0/16."
  }
}

variable "api_allowed_cidrs" {
  type        = list(string)
  description = "Addresses that may reach the Kubernetes API from outside; nobody when empty, so that Terraform must run inside the network"
  default     = []
  validation {
    condition     = alltrue([for each in var.api_allowed_cidrs : can(cidrhost(each, 0))])
    error_message = "api_allowed_cidrs must be ranges of addresses, such as 203.0.113.7/32."
  }
  validation {
    condition     = alltrue([for each in var.api_allowed_cidrs : try(tonumber(split("/", each)[1]) >= 16, false)])
    error_message = "The Kubernetes API must not be open to everybody: api_allowed_cidrs may name ranges of at most a /16 each."
  }
}

variable "deletion_protection" {
  type        = bool
  description = "Whether the database refuses to be deleted; without it, no last snapshot is kept either"
  default     = true
}
