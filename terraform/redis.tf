# MemoryDB, not ElastiCache: a request is answered 202 once it cannot be lost any more, and ElastiCache answers before its replicas and its disk have it.
# One shard, because both processes speak to one server.

resource "aws_memorydb_subnet_group" "this" {
  name       = var.name
  subnet_ids = aws_subnet.private[*].id
  tags       = local.tags
}

resource "aws_memorydb_user" "this" {
  user_name     = var.name
  access_string = "on ~* &* +@all"
  tags          = local.tags

  authentication_mode {
    type      = "password"
    passwords = [aws_ssm_parameter.password["redis"].value]
  }
}

resource "aws_memorydb_acl" "this" {
  name       = var.name
  user_names = [aws_memorydb_user.this.user_name]
  tags       = local.tags
}

resource "aws_memorydb_parameter_group" "this" {
  name   = var.name
  family = "memorydb_redis7"
  tags   = local.tags

  parameter {
    name  = "maxmemory-policy"
    value = "noeviction"
  }
}

resource "aws_memorydb_cluster" "this" {
  name                     = var.name
  engine                   = "redis"
  engine_version           = "7.1"
  node_type                = var.redis_node_type
  num_shards               = 1
  num_replicas_per_shard   = 2
  acl_name                 = aws_memorydb_acl.this.id
  parameter_group_name     = aws_memorydb_parameter_group.this.id
  subnet_group_name        = aws_memorydb_subnet_group.this.id
  security_group_ids       = [aws_security_group.servers["redis"].id]
  tls_enabled              = true
  kms_key_arn              = aws_kms_key.this.arn
  snapshot_retention_limit = 7
  sns_topic_arn            = aws_sns_topic.alarms.arn
  tags                     = local.tags
}
