variable "replicated" {
  type        = bool
  description = "Whether control planes run more than once, so that the loss of a machine stops nothing"
}

variable "acme_email" {
  type        = string
  description = "Address that Let's Encrypt warns about certificates; empty: certificates of a CA in the cluster, which browsers do not know"
}

variable "acme_solver" {
  type        = any
  description = "How Let's Encrypt is shown that the host is ours, in cert-manager's own words; null: certificates of a CA in the cluster"
  default     = null
}

variable "authority" {
  type        = object({ own = bool, pem = string })
  description = "Whether the database has an authority of its own, and its certificates (PEM); the public ones vouch for it otherwise"
}

variable "storage_class" {
  type        = object({ provisioner = string, parameters = map(string) })
  description = "Default class of volumes, where the cluster has none that encrypts"
  default     = null
}

variable "node_autoscaler" {
  type        = object({ cluster = string, region = string })
  description = "Cluster whose machines the autoscaler moves between their bounds; null where the cloud does it itself"
  default     = null
}
