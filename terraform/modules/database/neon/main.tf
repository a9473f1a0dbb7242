# PostgreSQL at Neon, in a project that you made there. Nothing is made here: what Neon shows is checked and handed on.
terraform {
  required_version = ">= 1.11"
}

locals {
  # Neon's own strings ask for sslmode=require, which does not look whom it speaks to.
  database_url        = replace(var.database_url, "/\\?.*$/", "?sslmode=verify-full")
  database_direct_url = replace(var.database_direct_url, "/\\?.*$/", "?sslmode=verify-full")
}
