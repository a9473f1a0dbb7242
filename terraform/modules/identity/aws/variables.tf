variable "name" {
  type        = string
  description = "Name of the installation; everything is named after it"
}

variable "tags" {
  type        = map(string)
  description = "Put on everything"
}

variable "functions" {
  type        = map(list(string))
  description = "Function to the keys that it reads"
}

variable "mailers" {
  type        = set(string)
  description = "Functions that send mail"
}

variable "secrets" {
  type        = map(string)
  description = "Key to the ARN of its secret"
}

variable "mail" {
  type        = list(string)
  description = "ARNs of SES that mail is sent with"
}

variable "key" {
  type        = string
  description = "ARN of the key that encrypts the secrets"
}

variable "region" {
  type        = string
  description = "Region of AWS"
}

variable "cluster" {
  type        = string
  description = "Name of the EKS cluster"
}

variable "namespace" {
  type        = string
  description = "Namespace of the functions; a function's service account is named like it"
}
