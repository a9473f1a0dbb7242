variable "name" {
  type        = string
  description = "Name of the installation; everything is named after it"
}

variable "tags" {
  type        = map(string)
  description = "Put on everything"
}


variable "description" {
  type        = string
  description = "What the password is for"
}

variable "key" {
  type        = string
  description = "ARN of the key that encrypts it"
}

variable "username" {
  type        = string
  description = "Stored beside the password, as MSK wants it; empty: the password alone"
  default     = ""
}

variable "revision" {
  type        = number
  description = "Raise it to have a new password made"
}

variable "recovery_days" {
  type        = number
  description = "Days in which a deleted secret can be brought back; 0 deletes at once"
}
