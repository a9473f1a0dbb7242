variable "name" {
  type        = string
  description = "Name of the installation; everything is named after it"
}

variable "tags" {
  type        = map(string)
  description = "Put on everything"
}

variable "domain" {
  type        = string
  description = "Domain that letters come from"
}

variable "zone" {
  type        = string
  description = "Route 53 zone of the domain; empty: the records are for you to make, see the output"
}
