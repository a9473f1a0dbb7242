# Managed node groups. The launch template encrypts disks and keeps the machines' own credentials out of pods' reach.
resource "aws_launch_template" "nodes" {
  name_prefix            = "${var.name}-"
  update_default_version = true
  tags                   = var.tags

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size           = var.nodes.disk
      volume_type           = "gp3"
      encrypted             = true
      kms_key_id            = var.network.key
      delete_on_termination = true
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume", "network-interface"])
    content {
      resource_type = tag_specifications.key
      tags          = merge(var.tags, { Name = "${var.name}-node" })
    }
  }

  lifecycle {
    create_before_destroy = true
    postcondition {
      condition     = alltrue([for each in self.block_device_mappings : tobool(each.ebs[0].encrypted)])
      error_message = "Disks of the machines must be encrypted: set encrypted = true in every block device of the launch template."
    }
  }
}

resource "aws_eks_node_group" "this" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "${var.name}-${replace(var.nodes.type, ".", "-")}"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = var.network.subnets
  instance_types  = [var.nodes.type]
  capacity_type   = "ON_DEMAND"
  ami_type        = "AL2023_x86_64_STANDARD"
  tags            = var.tags

  launch_template {
    id      = aws_launch_template.nodes.id
    version = aws_launch_template.nodes.latest_version
  }

  scaling_config {
    min_size     = var.nodes.min
    max_size     = var.nodes.max
    desired_size = var.nodes.min
  }

  update_config {
    max_unavailable = 1
  }

  lifecycle {
    # The autoscaler moves it between the bounds.
    ignore_changes = [scaling_config[0].desired_size]
  }

  depends_on = [aws_iam_role_policy_attachment.nodes]
}
