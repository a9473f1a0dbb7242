# The connection string as functions, sidecars and KEDA read it: TLS, and the server must be who it says. Which certificates vouch for it is told
# by PGSSLROOTCERT, where the charts put them.
terraform {
  required_version = ">= 1.11"
}
