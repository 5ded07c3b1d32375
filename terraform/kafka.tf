# Amazon MSK: three brokers in three zones, SASL/SCRAM over TLS. An event is there once two of them have it.

resource "aws_msk_configuration" "this" {
  name              = var.name
  kafka_versions    = [var.kafka.version]
  server_properties = <<-E
    auto.create.topics.enable=false
    default.replication.factor=3
    min.insync.replicas=2
    unclean.leader.election.enable=false
    log.retention.hours=168
  E
}

resource "aws_cloudwatch_log_group" "kafka" {
  name              = "/aws/msk/${var.name}"
  retention_in_days = 14
  tags              = local.tags
}

resource "aws_msk_cluster" "this" {
  cluster_name           = var.name
  kafka_version          = var.kafka.version
  number_of_broker_nodes = 3
  enhanced_monitoring    = "PER_BROKER"
  tags                   = local.tags

  broker_node_group_info {
    instance_type   = var.kafka.instance_type
    client_subnets  = aws_subnet.private[*].id
    security_groups = [aws_security_group.servers["kafka"].id]

    storage_info {
      ebs_storage_info {
        volume_size = var.kafka.storage_gib
      }
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this.arn
    revision = aws_msk_configuration.this.latest_revision
  }

  client_authentication {
    sasl {
      scram = true
    }
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = aws_kms_key.this.arn

    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.kafka.name
      }
    }
  }
}

# MSK takes accounts only from secrets of this name, under a key of one's own.
resource "aws_secretsmanager_secret" "kafka" {
  name       = "AmazonMSK_${var.name}"
  kms_key_id = aws_kms_key.this.arn
  tags       = local.tags
}

resource "aws_secretsmanager_secret_version" "kafka" {
  secret_id     = aws_secretsmanager_secret.kafka.id
  secret_string = jsonencode({ username = var.name, password = aws_ssm_parameter.password["kafka"].value })
}

resource "aws_msk_scram_secret_association" "this" {
  cluster_arn     = aws_msk_cluster.this.arn
  secret_arn_list = [aws_secretsmanager_secret.kafka.arn]
  depends_on      = [aws_secretsmanager_secret_version.kafka]
}
