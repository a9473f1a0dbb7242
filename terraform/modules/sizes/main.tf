# The one table of sizes. Bounds that the cloud scales between are min and max; storage is in GiB.
locals {
  table = {
    small = {
      nodes    = { min = 2, max = 4, disk = 50 }
      database = { storage = { min = 20, max = 100 }, backup_days = 7, standby = false }
      broker   = { storage = { min = 50, max = 200 } }
    }
    medium = {
      nodes    = { min = 3, max = 8, disk = 80 }
      database = { storage = { min = 50, max = 500 }, backup_days = 14, standby = true }
      broker   = { storage = { min = 100, max = 1000 } }
    }
    large = {
      nodes    = { min = 3, max = 20, disk = 100 }
      database = { storage = { min = 200, max = 2000 }, backup_days = 30, standby = true }
      broker   = { storage = { min = 500, max = 4000 } }
    }
  }

  # What the clouds call machines of a size.
  machines = {
    aws = {
      small  = { node = "t3.large", database = "db.t4g.small", broker = "kafka.t3.small" }
      medium = { node = "m7i.large", database = "db.m7g.large", broker = "kafka.m7g.large" }
      large  = { node = "m7i.xlarge", database = "db.m7g.xlarge", broker = "kafka.m7g.xlarge" }
    }
    gcp = {
      small  = { node = "e2-standard-2", database = "db-custom-1-3840", broker = "3" }
      medium = { node = "e2-standard-4", database = "db-custom-2-7680", broker = "6" }
      large  = { node = "n2-standard-4", database = "db-custom-4-15360", broker = "12" }
    }
    azure = {
      small  = { node = "Standard_D2s_v5", database = "GP_Standard_D2ds_v5", broker = "1" }
      medium = { node = "Standard_D4s_v5", database = "GP_Standard_D4ds_v5", broker = "2" }
      large  = { node = "Standard_D8s_v5", database = "GP_Standard_D8ds_v5", broker = "4" }
    }
    digitalocean = {
      small  = { node = "s-2vcpu-4gb", database = "db-s-1vcpu-2gb", broker = "db-s-2vcpu-2gb" }
      medium = { node = "s-4vcpu-8gb", database = "db-s-2vcpu-4gb", broker = "db-s-2vcpu-4gb" }
      large  = { node = "s-8vcpu-16gb", database = "db-s-4vcpu-8gb", broker = "gd-4vcpu-16gb" }
    }
    minikube = {
      small  = { node = "", database = "", broker = "" }
      medium = { node = "", database = "", broker = "" }
      large  = { node = "", database = "", broker = "" }
    }
  }

  chosen  = local.table[var.size]
  machine = local.machines[var.cloud][var.size]
}
