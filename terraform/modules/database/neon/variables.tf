variable "database_url" {
  type        = string
  description = "Pooled connection string that Neon shows"
  ephemeral   = true
  sensitive   = true
  validation {
    condition     = can(regex("^postgres(ql)?://[^:@/]+:[^@/]+@[^/@:]+-pooler\\.[^/@:]+\\.neon\\.tech(:5432)?/[^?]+", var.database_url))
    error_message = "neon_database_url must be the pooled string that Neon shows: postgresql://user:password@name-pooler.region.aws.neon.tech/database."
  }
}

variable "database_direct_url" {
  type        = string
  description = "Direct connection string that Neon shows"
  ephemeral   = true
  sensitive   = true
  validation {
    condition     = can(regex("^postgres(ql)?://[^:@/]+:[^@/]+@[^/@:]+\\.neon\\.tech(:5432)?/[^?]+", var.database_direct_url))
    error_message = "neon_direct_url must be the direct string that Neon shows: postgresql://user:password@name.region.aws.neon.tech/database."
  }
}

variable "reading_password" {
  type        = string
  description = "Password for the role that may only read"
  ephemeral   = true
  sensitive   = true
}
