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

variable "authority" {
  type        = object({ own = bool, pem = string })
  description = "Whether the database has an authority of its own, and its certificates (PEM); the public ones vouch for it otherwise"
}
