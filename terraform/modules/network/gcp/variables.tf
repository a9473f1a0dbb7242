variable "name" {
  type        = string
  description = "Name of the installation; everything is named after it"
}

variable "tags" {
  type        = map(string)
  description = "Put on everything"
}

variable "region" {
  type        = string
  description = "Region of the cloud"
}

variable "cidr" {
  type        = string
  description = "Addresses of the network, a /16"
}

variable "key" {
  type        = string
  description = "Key for encryption at rest; empty where the cloud has its own"
}
