mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1a", "eu-central-1b", "eu-central-1c", "eu-central-1d"] }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mock" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mock" }
  }
  mock_resource "aws_msk_configuration" {
    defaults = { arn = "arn:aws:kafka:eu-central-1:123456789012:configuration/mock/1" }
  }
  mock_resource "aws_msk_cluster" {
    defaults = {
      arn                          = "arn:aws:kafka:eu-central-1:123456789012:cluster/mock/1"
      bootstrap_brokers_sasl_scram = "b-3.example.com:9096,b-1.example.com:9096,b-2.example.com:9096"
    }
  }
  mock_resource "aws_eks_cluster" {
    defaults = { certificate_authority = [{ data = "Y2VydGlmaWNhdGU=" }] }
  }
  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 1 }
  }
}

variables {
  name   = "nudge"
  region = "eu-central-1"
  cidr   = "10.40.0.0/16"
  key    = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  tags   = { installation = "nudge" }
}

run "three_zones" {
  assert {
    condition     = [for zone, each in aws_subnet.private : zone] == ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
    error_message = "There must be a private subnet in each of three zones."
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 3
    error_message = "Each zone must have a way out of its own."
  }
}

run "subnets_do_not_overlap" {
  assert {
    condition     = length(distinct([for each in concat(values(aws_subnet.private), values(aws_subnet.public)) : each.cidr_block])) == 6
    error_message = "Each subnet must have addresses of its own."
  }
}

run "machines_get_no_public_address" {
  assert {
    condition     = alltrue([for each in values(aws_subnet.public) : !each.map_public_ip_on_launch])
    error_message = "No subnet may give public addresses by itself."
  }
}
