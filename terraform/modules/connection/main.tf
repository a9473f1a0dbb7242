# The connection string as functions, sidecars and KEDA read it: TLS, and the server must be who it says. What vouches for it lies where the charts
# mount it, or, for a public authority, where every image has those.
terraform {
  required_version = ">= 1.11"
}

locals {
  authority = var.authority.own ? "/etc/nudge/postgres/ca.crt" : "/etc/ssl/certs/ca-certificates.crt"
}
