# RDS for PostgreSQL: private, encrypted, TLS only, backed up.
resource "aws_security_group" "database" {
  name        = "${var.name}-database"
  description = "PostgreSQL of ${var.name}"
  vpc_id      = var.network.id
  tags        = merge(var.tags, { Name = "${var.name}-database" })
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  security_group_id            = aws_security_group.database.id
  description                  = "PostgreSQL, from the cluster"
  referenced_security_group_id = var.peers
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  tags                         = var.tags
  lifecycle {
    postcondition {
      condition     = try(self.cidr_ipv4, null) == null
      error_message = "The database's security group must not be open to addresses: allow the cluster's security group only."
    }
  }
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.network.subnets
  tags       = var.tags
}

resource "aws_db_parameter_group" "this" {
  name   = "${var.name}-17"
  family = "postgres17"
  tags   = var.tags

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
  parameter {
    name  = "ssl_min_protocol_version"
    value = "TLSv1.2"
  }
  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }
  parameter {
    name  = "log_statement"
    value = "ddl"
  }
}

resource "aws_db_instance" "this" {
  identifier     = var.name
  engine         = "postgres"
  engine_version = "17"
  instance_class = var.tier.type
  db_name        = "nudge"
  port           = 5432
  tags           = var.tags

  username            = "nudge"
  password_wo         = var.password
  password_wo_version = var.password_revision

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.database.id]
  publicly_accessible    = false
  multi_az               = var.tier.standby

  storage_type          = "gp3"
  allocated_storage     = var.tier.storage.min
  max_allocated_storage = var.tier.storage.max
  storage_encrypted     = true
  kms_key_id            = var.network.key

  parameter_group_name                = aws_db_parameter_group.this.name
  ca_cert_identifier                  = "rds-ca-rsa2048-g1"
  iam_database_authentication_enabled = true
  auto_minor_version_upgrade          = true
  apply_immediately                   = false

  backup_retention_period   = var.tier.backup_days
  backup_window             = "02:00-03:00"
  maintenance_window        = "sun:03:30-sun:04:30"
  copy_tags_to_snapshot     = true
  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = !var.deletion_protection
  final_snapshot_identifier = var.deletion_protection ? "${var.name}-last" : null

  enabled_cloudwatch_logs_exports       = ["postgresql", "upgrade"]
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.network.key
  performance_insights_retention_period = 7

  lifecycle {
    postcondition {
      condition     = !self.publicly_accessible
      error_message = "The database must not be reachable from the internet: set publicly_accessible = false."
    }
    postcondition {
      condition     = self.storage_encrypted
      error_message = "The database's volume must be encrypted: set storage_encrypted = true."
    }
  }

  depends_on = [aws_cloudwatch_log_group.database, aws_iam_role_policy_attachment.monitoring]
}
