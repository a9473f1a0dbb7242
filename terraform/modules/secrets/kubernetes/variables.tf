variable "name" {
  type        = string
  description = "Name of the installation; everything is named after it"
}

variable "tags" {
  type        = map(string)
  description = "Put on everything"
}

variable "keys" {
  type        = set(string)
  description = "Keys of the secrets"
}

variable "given_later" {
  type        = set(string)
  description = "Keys whose values an operator stores; they are made without a value"
}

variable "values" {
  type        = map(string)
  description = "Key to value"
  ephemeral   = true
  sensitive   = true
}

variable "revision" {
  type        = number
  description = "Raise it to have all values written anew"
}

variable "namespace" {
  type        = string
  description = "Namespace of the functions"
}

variable "authority" {
  type        = object({ own = bool, pem = string })
  description = "Whether the database has an authority of its own, and its certificates (PEM); the public ones vouch for it otherwise"
}

variable "brokers" {
  type        = object({ own = bool, pem = string })
  description = "Whether the brokers have an authority of their own, and its certificate (PEM); the public ones vouch for them otherwise"
}
