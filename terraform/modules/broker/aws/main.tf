# Amazon MSK over three zones: TLS only, users by SCRAM (and IAM for people and tools of AWS), topics made by the charts alone.
resource "aws_security_group" "broker" {
  name        = "${var.name}-broker"
  description = "Kafka of ${var.name}"
  vpc_id      = var.network.id
  tags        = merge(var.tags, { Name = "${var.name}-broker" })
}

resource "aws_vpc_security_group_ingress_rule" "broker" {
  for_each                     = { scram = 9096, iam = 9098 }
  security_group_id            = aws_security_group.broker.id
  description                  = "Kafka by ${each.key} over TLS, from the cluster"
  referenced_security_group_id = var.peers
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
  tags                         = var.tags
  lifecycle {
    postcondition {
      condition     = try(self.cidr_ipv4, null) == null
      error_message = "Kafka's security group must not be open to addresses: allow the cluster's security group only."
    }
  }
}

resource "aws_cloudwatch_log_group" "broker" {
  name              = "/${var.name}/broker"
  retention_in_days = 365
  kms_key_id        = var.network.key
  tags              = var.tags
}

resource "aws_msk_configuration" "this" {
  name           = var.name
  kafka_versions = ["3.9.x"]
  server_properties = join("\n", [
    "auto.create.topics.enable=false",
    "default.replication.factor=3",
    "min.insync.replicas=2",
    "unclean.leader.election.enable=false",
    "group.initial.rebalance.delay.ms=0",
    "message.max.bytes=1048576",
    "allow.everyone.if.no.acl.found=true",
  ])
}

resource "aws_msk_cluster" "this" {
  cluster_name           = var.name
  kafka_version          = "3.9.x"
  number_of_broker_nodes = length(var.network.subnets)
  enhanced_monitoring    = "PER_TOPIC_PER_BROKER"
  tags                   = var.tags

  broker_node_group_info {
    instance_type   = var.tier.type
    client_subnets  = var.network.subnets
    security_groups = [aws_security_group.broker.id]
    storage_info {
      ebs_storage_info {
        volume_size = var.tier.storage.min
      }
    }
  }

  client_authentication {
    unauthenticated = false
    sasl {
      scram = true
      iam   = true
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this.arn
    revision = aws_msk_configuration.this.latest_revision
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = var.network.key
    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.broker.name
      }
    }
  }

  open_monitoring {
    prometheus {
      jmx_exporter {
        enabled_in_broker = true
      }
      node_exporter {
        enabled_in_broker = true
      }
    }
  }

  lifecycle {
    # Grown by the policy below.
    ignore_changes = [broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size]
    postcondition {
      condition     = self.encryption_info[0].encryption_in_transit[0].client_broker == "TLS" && !self.client_authentication[0].unauthenticated
      error_message = "Kafka must take TLS connections of known users only."
    }
  }
}

resource "aws_msk_single_scram_secret_association" "nudge" {
  cluster_arn = aws_msk_cluster.this.arn
  secret_arn  = aws_secretsmanager_secret.scram.arn
  depends_on  = [aws_secretsmanager_secret_version.scram, aws_secretsmanager_secret_policy.scram]
}
