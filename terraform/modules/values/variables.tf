variable "public_host" {
  type        = string
  description = "Host name that people open"
}

variable "registry" {
  type        = string
  description = "What stands before the names of images"
}

variable "region" {
  type        = string
  description = "Region of the cloud; empty where there is none"
}

variable "store" {
  type        = string
  description = "Where functions read secrets: kubernetes or aws"
}

variable "provided" {
  type        = set(string)
  description = "Keys of secrets that have a value"
}

variable "authority" {
  type        = object({ own = bool, pem = string })
  description = "Whether the database has an authority of its own, and its certificates (PEM); the public ones vouch for it otherwise"
}

variable "broker" {
  type        = object({ addresses = list(string), mechanism = string, replicas = number, own_authority = bool })
  description = "Kafka: brokers, how users prove themselves, copies of each record, whether no public authority vouches for the brokers"
}
