# RDS for MySQL, in two zones, with the durability that the scheduler demands at its start.

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = aws_subnet.private[*].id
  tags       = local.tags
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.name}-"
  family      = "mysql8.4"
  tags        = local.tags

  dynamic "parameter" {
    for_each = {
      innodb_flush_log_at_trx_commit = "1"
      sync_binlog                    = "1"
      character_set_server           = "utf8mb4"
      collation_server               = "utf8mb4_unicode_ci"
      time_zone                      = "UTC"
      transaction_isolation          = "READ-COMMITTED"
      max_allowed_packet             = "67108864"
      require_secure_transport       = "1"
    }

    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = "pending-reboot"
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role" "monitoring" {
  name               = "${var.name}-database-monitoring"
  assume_role_policy = data.aws_iam_policy_document.assumed_by["monitoring.rds.amazonaws.com"].json
  tags               = local.tags
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_db_instance" "this" {
  identifier                      = var.name
  engine                          = "mysql"
  engine_version                  = var.database.engine_version
  instance_class                  = var.database.instance_class
  db_name                         = "sluice"
  username                        = "owner"
  password                        = aws_ssm_parameter.password["owner"].value
  parameter_group_name            = aws_db_parameter_group.this.name
  db_subnet_group_name            = aws_db_subnet_group.this.name
  vpc_security_group_ids          = [aws_security_group.servers["mysql"].id]
  publicly_accessible             = false
  multi_az                        = true
  storage_type                    = "gp3"
  allocated_storage               = var.database.storage_gib
  max_allocated_storage           = var.database.storage_gib * 4
  iops                            = var.database.iops
  storage_encrypted               = true
  kms_key_id                      = aws_kms_key.this.arn
  backup_retention_period         = 14
  deletion_protection             = true
  copy_tags_to_snapshot           = true
  final_snapshot_identifier       = "${var.name}-final"
  auto_minor_version_upgrade      = true
  performance_insights_enabled    = true
  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports = ["error", "slowquery"]
  tags                            = local.tags
}
