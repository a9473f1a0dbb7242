variable "host" {
  type        = string
  description = "Host of the database"
}

variable "port" {
  type        = number
  description = "Its port"
}

variable "database" {
  type        = string
  description = "Name of the database"
}

variable "username" {
  type        = string
  description = "The user"
}

variable "password" {
  type        = string
  description = "Its password"
  ephemeral   = true
  sensitive   = true
}
