output "cluster_name" {
  description = "For aws eks update-kubeconfig."
  value       = aws_eks_cluster.this.name
}

output "database_address" {
  description = "For SPRING_DATASOURCE_URL in k8s/overlays/production."
  value       = aws_db_instance.this.address
}

output "redis_address" {
  description = "For the triggers of KEDA in k8s/overlays/production; both processes have it in redis/url."
  value       = aws_memorydb_cluster.this.cluster_endpoint[0].address
}

output "kafka_bootstrap_servers" {
  description = "For SPRING_KAFKA_BOOTSTRAP_SERVERS in k8s/overlays/production."
  value       = aws_msk_cluster.this.bootstrap_brokers_sasl_scram
}
