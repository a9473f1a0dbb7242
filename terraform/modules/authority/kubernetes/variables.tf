variable "host" {
  type        = string
  description = "Host that the certificate is for"
}
