# Five alarms of the database, by mail. What each means and what to do: README.md.

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = "alias/aws/sns"
  tags              = local.tags
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_mail
}

resource "aws_cloudwatch_metric_alarm" "database" {
  for_each = {
    processor     = { metric = "CPUUtilization", comparison = "GreaterThanThreshold", threshold = 80 }
    connections   = { metric = "DatabaseConnections", comparison = "GreaterThanThreshold", threshold = 400 }
    free-storage  = { metric = "FreeStorageSpace", comparison = "LessThanThreshold", threshold = 40 * pow(1024, 3) }
    read-latency  = { metric = "ReadLatency", comparison = "GreaterThanThreshold", threshold = 0.02 }
    write-latency = { metric = "WriteLatency", comparison = "GreaterThanThreshold", threshold = 0.02 }
  }
  alarm_name          = "${var.name}-database-${each.key}"
  alarm_description   = "terraform/README.md, ${each.key}"
  namespace           = "AWS/RDS"
  metric_name         = each.value.metric
  dimensions          = { DBInstanceIdentifier = aws_db_instance.this.identifier }
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
  tags                = local.tags
}
