"""RDS: database instances, the subnets they may stand in, the parameters they run with."""

from sandbox.providers.aws.rds import instance, parameter_group, subnet_group

__all__ = ["instance", "parameter_group", "subnet_group"]
