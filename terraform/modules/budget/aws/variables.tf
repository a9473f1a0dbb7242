variable "name" {
  type        = string
  description = "Name of the installation; everything is named after it"
}

variable "tags" {
  type        = map(string)
  description = "Put on everything"
}

variable "limit" {
  type        = number
  description = "US dollars a month"
}

variable "emails" {
  type        = list(string)
  description = "Who is told"
}
