variable "cloud" {
  type        = string
  description = "Whose machine types to use"
  validation {
    condition     = contains(["aws", "gcp", "azure", "digitalocean", "minikube"], var.cloud)
    error_message = "cloud must be aws, gcp, azure, digitalocean or minikube."
  }
}

variable "size" {
  type        = string
  description = "small, medium or large"
  validation {
    condition     = contains(["small", "medium", "large"], var.size)
    error_message = "size must be small, medium or large."
  }
}

variable "nodes" {
  type        = object({ min = optional(number), max = optional(number) })
  description = "Bounds of the number of machines, where the size's own do not suit"
  default     = {}
}
