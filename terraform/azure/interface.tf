# What every cloud asks. The same file in each root; what one cloud needs beyond it stands in options.tf.
variable "name" {
  type        = string
  description = "Name of the installation; everything is named after it"
  default     = "nudge"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 20 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "environment" {
  type        = string
  description = "What the installation is for, such as production"
  default     = "production"
}

variable "size" {
  type        = string
  description = "small, medium or large; modules/sizes says what that is"
  default     = "small"
  validation {
    condition     = contains(["small", "medium", "large"], var.size)
    error_message = "size must be small, medium or large."
  }
}

variable "tags" {
  type        = map(string)
  description = "Further tags for everything"
  default     = {}
}

variable "public_host" {
  type        = string
  description = "Host name that people open, such as nudge.example.com"
  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$", var.public_host))
    error_message = "public_host must be a host name such as nudge.example.com, without https:// and without a port."
  }
}

variable "mail_from" {
  type        = string
  description = "Address that letters come from, such as nudge@example.com"
  validation {
    condition     = can(regex("^[^@ <>]+@[^@ <>]+\\.[^@ <>]+$", var.mail_from))
    error_message = "mail_from must be an address such as nudge@example.com."
  }
}

variable "acme_email" {
  type        = string
  description = "Address that Let's Encrypt warns about certificates; empty: certificates of a CA in the cluster, which browsers do not know"
  default     = ""
}

variable "acme_solver" {
  type        = any
  description = "How Let's Encrypt is shown that the host is yours, in cert-manager's own words (ACMEChallengeSolver), by DNS; null: certificates of a CA in the cluster"
  default     = null
}

variable "platform" {
  type        = bool
  description = "Whether to install the platform layer too; it needs a way to the cluster's API"
  default     = true
}

variable "database" {
  type        = string
  description = "managed: the platform's own PostgreSQL; neon: yours at Neon, named by neon_database_url"
  default     = "managed"
  validation {
    condition     = contains(["managed", "neon"], var.database)
    error_message = "database must be managed or neon."
  }
}

variable "neon_database_url" {
  type        = string
  description = "Pooled connection string that Neon shows, when database is neon. Best given as TF_VAR_neon_database_url"
  default     = ""
  ephemeral   = true
  sensitive   = true
}

variable "neon_direct_url" {
  type        = string
  description = "Direct (not pooled) connection string that Neon shows, when database is neon"
  default     = ""
  ephemeral   = true
  sensitive   = true
}

variable "secrets_revision" {
  type        = number
  description = "Raise it to have all passwords and keys made and written anew"
  default     = 1
}
