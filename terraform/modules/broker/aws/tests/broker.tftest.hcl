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
  network = {
    id      = "vpc-1"
    group   = ""
    region  = "eu-central-1"
    subnets = ["subnet-1", "subnet-2", "subnet-3"]
    cidr    = "10.40.0.0/16"
    key     = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  }
  name = "nudge"
  tags = { installation = "nudge" }

  peers             = "sg-1"
  tier              = { type = "kafka.t3.small", storage = { min = 50, max = 200 } }
  password          = "secret"
  password_revision = 1
}

run "tls_and_known_users_only" {
  assert {
    condition     = aws_msk_cluster.this.encryption_info[0].encryption_in_transit[0].client_broker == "TLS" && aws_msk_cluster.this.client_authentication[0].sasl[0].scram
    error_message = "Kafka must take TLS and SCRAM."
  }
}

run "topics_are_made_by_the_charts_alone" {
  assert {
    condition     = strcontains(aws_msk_configuration.this.server_properties, "auto.create.topics.enable=false")
    error_message = "Brokers must make no topics by themselves."
  }
}

run "disks_grow_to_the_bound" {
  assert {
    condition     = aws_appautoscaling_target.storage.max_capacity == 200
    error_message = "Disks must grow to the bound of the size."
  }
}

run "addresses_come_sorted" {
  assert {
    condition     = output.addresses == tolist(["b-1.example.com:9096", "b-2.example.com:9096", "b-3.example.com:9096"])
    error_message = "The brokers must come in an order that does not change from run to run."
  }
}
