variable "rds_ca_file" {
  type        = string
  description = "File with the certificates that vouch for RDS in the region"
  default     = "rds-ca.pem"
  validation {
    condition     = var.database != "managed" || can(regex("-----BEGIN CERTIFICATE-----", file(var.rds_ca_file)))
    error_message = <<-EOT
      rds_ca_file must be the certificates of RDS. Fetch them into this folder:
      curl -o rds-ca.pem https://truststore.pki.rds.amazonaws.com/${var.region}/${var.region}-bundle.pem
    EOT
  }
}

variable "zone_id" {
  type        = string
  description = "Route 53 zone of mail_from's domain; empty: make the records of the output mail yourself"
  default     = ""
}

variable "github_repository" {
  type        = string
  description = "Repository on GitHub whose workflows may deploy, owner/name; empty: none may"
  default     = ""
  validation {
    condition     = var.github_repository == "" || can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "github_repository must be owner/name."
  }
}

variable "budget" {
  type        = object({ limit = number, emails = list(string) })
  description = "US dollars a month, and who is told before they are spent; null: nobody is"
  default     = null
}

variable "secrets_recovery_days" {
  type        = number
  description = "Days in which a deleted secret can be brought back: 7 to 30; 0 deletes at once, so that the same names can be used again"
  default     = 7
  validation {
    condition     = var.secrets_recovery_days == 0 || (var.secrets_recovery_days >= 7 && var.secrets_recovery_days <= 30)
    error_message = "secrets_recovery_days must be 0, or 7 to 30."
  }
}
