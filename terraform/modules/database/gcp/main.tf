# Cloud SQL for PostgreSQL: a private address only, TLS only, backed up. Google encrypts its disks.
resource "google_sql_database_instance" "this" {
  name                = var.name
  region              = var.network.region
  database_version    = "POSTGRES_17"
  deletion_protection = var.deletion_protection

  settings {
    tier                        = var.tier.type
    edition                     = "ENTERPRISE"
    availability_type           = var.tier.standby ? "REGIONAL" : "ZONAL"
    disk_type                   = "PD_SSD"
    disk_size                   = var.tier.storage.min
    disk_autoresize             = true
    disk_autoresize_limit       = var.tier.storage.max
    deletion_protection_enabled = var.deletion_protection
    user_labels                 = var.tags

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network.id
      ssl_mode        = "ENCRYPTED_ONLY"
      server_ca_mode  = "GOOGLE_MANAGED_CAS_CA"
    }

    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = 7
      backup_retention_settings {
        retained_backups = var.tier.backup_days
      }
    }

    insights_config {
      query_insights_enabled = true
    }

    database_flags {
      name  = "cloudsql.enable_pgaudit"
      value = "on"
    }
    database_flags {
      name  = "log_checkpoints"
      value = "on"
    }
    database_flags {
      name  = "log_connections"
      value = "on"
    }
    database_flags {
      name  = "log_disconnections"
      value = "on"
    }
    database_flags {
      name  = "log_duration"
      value = "on"
    }
    database_flags {
      name  = "log_hostname"
      value = "on"
    }
    database_flags {
      name  = "log_lock_waits"
      value = "on"
    }
    database_flags {
      name  = "log_min_duration_statement"
      value = "1000"
    }
    database_flags {
      name  = "log_statement"
      value = "ddl"
    }
  }

  lifecycle {
    postcondition {
      condition     = !self.settings[0].ip_configuration[0].ipv4_enabled
      error_message = "The database must not be reachable from the internet: set ipv4_enabled = false."
    }
  }
}

resource "google_sql_database" "nudge" {
  name     = "nudge"
  instance = google_sql_database_instance.this.name
}

resource "google_sql_user" "nudge" {
  name                = "nudge"
  instance            = google_sql_database_instance.this.name
  password_wo         = var.password
  password_wo_version = var.password_revision
}
