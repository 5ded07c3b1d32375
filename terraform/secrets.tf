# Where k8s/components/external-secrets looks for them. A password is drawn once; what it is from then on, its parameter says.

locals {
  folder = "/sluice/${var.environment}"

  passwords = {
    owner       = "database/owner-password"
    application = "database/password"
    redis       = "redis/password"
    kafka       = "kafka/password"
  }
}

data "aws_secretsmanager_random_password" "this" {
  for_each            = local.passwords
  password_length     = 32
  exclude_punctuation = true
}

resource "aws_ssm_parameter" "password" {
  for_each = local.passwords
  name     = "${local.folder}/${each.value}"
  type     = "SecureString"
  key_id   = aws_kms_key.this.arn
  value    = data.aws_secretsmanager_random_password.this[each.key].random_password
  tags     = local.tags

  lifecycle {
    # Another is drawn at every look; to change a password, replace the parameter.
    ignore_changes = [value]
  }
}

resource "aws_ssm_parameter" "made" {
  for_each = {
    "database/owner-username" = aws_db_instance.this.username
    # Its account is made by hand: see README.md.
    "database/username" = "sluice"
    "redis/url"         = "rediss://${aws_memorydb_user.this.user_name}:${aws_ssm_parameter.password["redis"].value}@${aws_memorydb_cluster.this.cluster_endpoint[0].address}:6379"
    "redis/username"    = aws_memorydb_user.this.user_name
    "kafka/username"    = var.name
    "kafka/jaas-config" = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"${var.name}\" password=\"${aws_ssm_parameter.password["kafka"].value}\";"
  }
  name   = "${local.folder}/${each.key}"
  type   = "SecureString"
  key_id = aws_kms_key.this.arn
  value  = each.value
  tags   = local.tags
}
