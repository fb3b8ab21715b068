"""The AWS account, region and partition that a component's resources are made in."""

from dataclasses import dataclass
from typing import Self

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True)
class Account:
    """Where resources are made, asked from the provider that makes them."""

    id: pulumi.Output[str]
    """The account's 12 digits."""
    region: pulumi.Output[str]
    partition: pulumi.Output[str]
    """`aws`, or `aws-us-gov`, `aws-cn`, …: the second part of every ARN."""

    @classmethod
    def of(cls, parent: pulumi.Resource) -> Self:
        """The account of a component."""
        opts = pulumi.InvokeOptions(parent=parent)
        return cls(
            id=aws.get_caller_identity_output(opts=opts).account_id,
            region=aws.get_region_output(opts=opts).region,
            partition=aws.get_partition_output(opts=opts).partition,
        )
