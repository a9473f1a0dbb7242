# PostgreSQL at Neon, in a project that you made there. Nothing is made here: what Neon shows is checked and handed on.
terraform {
  required_version = ">= 1.11"
}

locals {
  # Neon's own strings ask for sslmode=require, which does not look whom it speaks to.
  checked = "?sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt"
  pooled  = "${split("?", var.database_url)[0]}${local.checked}"
  direct  = "${split("?", var.database_direct_url)[0]}${local.checked}"
}
