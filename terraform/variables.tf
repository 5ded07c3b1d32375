variable "name" {
  description = "Begins the name of everything."
  type        = string
  default     = "sluice"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name))
    error_message = "Lower-case letters, digits and hyphens, a letter first, 21 at most."
  }
}

variable "environment" {
  description = "Folder of the secrets in the Parameter Store, as k8s/components/external-secrets reads them."
  type        = string
  default     = "production"
}

variable "cidr" {
  description = "Addresses of the network. k8s/overlays/production lets the pods talk to servers in it only."
  type        = string
  default     = "10.20.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.cidr, 4, 5))
    error_message = "A network that six subnets fit into, such as 10.20.0.0/16."
  }
}

variable "zones" {
  description = "Three availability zones."
  type        = list(string)

  validation {
    condition     = length(var.zones) == 3
    error_message = "Kafka and the subnets need three zones."
  }
}

variable "kubernetes_version" {
  description = "Version of the cluster."
  type        = string
}

variable "administrators" {
  description = "Address ranges from which the cluster's API may be called; none: from inside the network only."
  type        = list(string)
  default     = []
}

variable "nodes" {
  description = "Machines of the cluster."
  type = object({
    instance_type = string
    min           = number
    max           = number
  })
  default = {
    instance_type = "m7i.xlarge"
    min           = 3
    max           = 9
  }
}

variable "database" {
  description = "MySQL. Slices are written with one flush each, so its disk's latency is the drain's."
  type = object({
    engine_version = string
    instance_class = string
    storage_gib    = number
    iops           = number
  })
  default = {
    engine_version = "8.4"
    instance_class = "db.m7g.xlarge"
    storage_gib    = 400
    iops           = 12000
  }
}

variable "redis_node_type" {
  description = "Machine of MemoryDB. Streams, outcomes and remembered ids of a day must fit into it."
  type        = string
  default     = "db.r7g.large"
}

variable "kafka" {
  description = "Amazon MSK: three brokers."
  type = object({
    version       = string
    instance_type = string
    storage_gib   = number
  })
  default = {
    version       = "3.8.x"
    instance_type = "kafka.m7g.large"
    storage_gib   = 200
  }
}

variable "alarm_mail" {
  description = "Who is told when an alarm goes off."
  type        = string
}

variable "tags" {
  description = "Put on everything."
  type        = map(string)
  default     = {}
}
