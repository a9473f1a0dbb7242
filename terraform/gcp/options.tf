variable "project" {
  type        = string
  description = "Id of the project at Google Cloud, with the APIs of README.md switched on"
}
