output "network" {
  description = "The network, as the other modules take it"
  value = {
    id      = aws_vpc.this.id
    group   = ""
    region  = var.region
    subnets = [for each in aws_subnet.private : each.id]
    cidr    = var.cidr
    key     = var.key
  }
}
