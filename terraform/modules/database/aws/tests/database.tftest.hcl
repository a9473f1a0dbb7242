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

  peers               = "sg-1"
  tier                = { type = "db.t4g.small", storage = { min = 20, max = 100 }, backup_days = 7, standby = false }
  password            = "secret"
  password_revision   = 1
  deletion_protection = true
  ca                  = "pem"
}

run "tls_only" {
  assert {
    condition     = one([for each in aws_db_parameter_group.this.parameter : each.value if each.name == "rds.force_ssl"]) == "1"
    error_message = "The database must refuse connections without TLS."
  }
}

run "protected_from_deletion" {
  assert {
    condition     = aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot
    error_message = "A protected database must keep a last snapshot."
  }
}

run "deletable_when_asked_for" {
  variables {
    deletion_protection = false
  }
  assert {
    condition     = !aws_db_instance.this.deletion_protection && aws_db_instance.this.skip_final_snapshot
    error_message = "Without protection it must be deletable."
  }
}

run "a_standby_from_medium_on" {
  variables {
    tier = { type = "db.m7g.large", storage = { min = 50, max = 500 }, backup_days = 14, standby = true }
  }
  assert {
    condition     = aws_db_instance.this.multi_az && aws_db_instance.this.backup_retention_period == 14 && aws_db_instance.this.max_allocated_storage == 500
    error_message = "Standby, backups and bounds must be the size's."
  }
}
