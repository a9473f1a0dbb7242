variable "context" {
  type        = string
  description = "Context of the local cluster in the kubeconfig"
  default     = "minikube"
}

variable "kubeconfig" {
  type        = string
  description = "The kubeconfig"
  default     = "~/.kube/config"
}
