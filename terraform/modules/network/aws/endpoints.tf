# AWS' own services are reached inside the network: images, secrets, tokens and logs never pass the internet.
locals {
  interfaces = toset(["ecr.api", "ecr.dkr", "secretsmanager", "sts", "logs", "eks-auth"])
}

resource "aws_security_group" "endpoints" {
  name        = "${var.name}-endpoints"
  description = "Endpoints of AWS services"
  vpc_id      = aws_vpc.this.id
  tags        = merge(var.tags, { Name = "${var.name}-endpoints" })
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  security_group_id = aws_security_group.endpoints.id
  description       = "HTTPS from inside the network"
  cidr_ipv4         = var.cidr
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = var.tags
  lifecycle {
    postcondition {
      condition     = self.cidr_ipv4 != "0.0.0.0/0"
      error_message = "The endpoints' security group must not be open to everybody: allow addresses of the network only."
    }
  }
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = local.interfaces
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [for each in aws_subnet.private : each.id]
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true
  tags                = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [for each in aws_route_table.private : each.id]
  tags              = merge(var.tags, { Name = "${var.name}-s3" })
}
