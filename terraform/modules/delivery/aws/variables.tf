variable "name" {
  type        = string
  description = "Name of the installation; everything is named after it"
}

variable "tags" {
  type        = map(string)
  description = "Put on everything"
}

variable "repository" {
  type        = string
  description = "Repository on GitHub, owner/name"
}

variable "environment" {
  type        = string
  description = "Environment of the repository whose jobs may deploy"
}

variable "repositories" {
  type        = list(string)
  description = "ARNs of image repositories to push to"
}

variable "cluster" {
  type        = string
  description = "Name of the EKS cluster"
}

variable "cluster_arn" {
  type        = string
  description = "ARN of the EKS cluster"
}

variable "namespace" {
  type        = string
  description = "Namespace to deploy into"
}
