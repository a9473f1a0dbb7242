variable "replicated" {
  type        = bool
  description = "Whether control planes run more than once, so that the loss of a machine stops nothing"
}

variable "acme_email" {
  type        = string
  description = "Address that Let's Encrypt warns about certificates; empty: certificates of a CA in the cluster, which browsers do not know"
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
