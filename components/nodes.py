"""Groups of nodes that AWS starts, repairs and replaces, and the hardened template they start from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

import pulumi
from pulumi_aws import ec2, eks, kms
from pydantic import Field, model_validator

from components.base import Component
from components.node_role import NodeRole
from components.settings import Args
from components.tags import environment

POOL_LABEL = "strata/pool"
"""Names, on a node, the pool it belongs to."""


class Ami(StrEnum):
    """Amazon Linux 2023 as EKS prepares it."""

    STANDARD = "AL2023_x86_64_STANDARD"
    NVIDIA = "AL2023_x86_64_NVIDIA"


class Capacity(StrEnum):
    """How instances are bought."""

    RESERVED = "reserved"
    SPOT = "spot"
    ON_DEMAND = "on_demand"


class Nodes(Args):
    """How many nodes of which size."""

    instance_types: list[str] = Field(default=["m7i.large"], min_length=1)
    """Several types let AWS choose what it has."""
    nodes_min: int = Field(default=2, ge=0, le=450)
    """How many nodes `up` asks for. Nothing in the cluster adds or removes nodes of a group: pools do that."""
    nodes_max: int = Field(default=4, ge=1, le=450)
    """How far a person may scale the group by hand, until `nodes_min` says otherwise."""
    volume_gib: int = Field(default=50, ge=20, le=16384)
    """Root volume, in GiB: images and the pods' scratch space."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.nodes_max < self.nodes_min:
            raise ValueError(f"nodes_max must be at least nodes_min ({self.nodes_min}), got {self.nodes_max}")
        return self


@dataclass(frozen=True)
class Kind:
    """What sets a group of nodes apart."""

    labels: Mapping[str, str]
    ami: Ami = Ami.STANDARD
    capacity: Capacity = Capacity.ON_DEMAND
    taints: Sequence[Mapping[str, str]] = ()
    """What pods must tolerate to land here: key, value and effect (`NO_SCHEDULE`, ...)."""


class NodeGroup(Component):
    """Nodes that AWS starts, repairs and replaces."""

    node_group_name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: Nodes,
        *,
        cluster: eks.Cluster,
        role: NodeRole,
        subnet_ids: pulumi.Input[Sequence[str]],
        key: kms.Key,
        kind: Kind,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        template = self._template(name, args, key, role)
        group = eks.NodeGroup(
            name,
            cluster_name=cluster.name,
            version=cluster.version,
            node_role_arn=role.arn,
            subnet_ids=subnet_ids,
            ami_type=kind.ami.value,
            capacity_type=kind.capacity.name,
            instance_types=args.instance_types,
            scaling_config={"min_size": args.nodes_min, "max_size": args.nodes_max, "desired_size": args.nodes_min},
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            update_config={"max_unavailable_percentage": 33},
            node_repair_config={"enabled": True},
            labels=dict(kind.labels),
            taints=[dict(taint) for taint in kind.taints],
            opts=self.child_with(depends_on=[role]),
        )
        self.node_group_name = group.node_group_name
        self.publish()

    def _template(self, name: str, args: Nodes, key: kms.Key, role: NodeRole) -> ec2.LaunchTemplate:
        volume: dict[str, Any] = {
            "volume_type": "gp3",
            "volume_size": args.volume_gib,
            "encrypted": "true",
            "kms_key_id": key.arn,
            "delete_on_termination": "true",
        }
        # The provider's default tags stop at the template; the role bears them, so they are read from there.
        tags = role.role.tags_all.apply(lambda required: {**(required or {}), "Name": f"{environment()}-{name}"})
        return ec2.LaunchTemplate(
            name,
            # IMDSv2 with one hop: a pod cannot reach the node's credentials.
            metadata_options={"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1},
            block_device_mappings=[{"device_name": "/dev/xvda", "ebs": volume}],
            monitoring={"enabled": True},
            update_default_version=True,
            tag_specifications=[
                {"resource_type": kind, "tags": tags} for kind in ("instance", "volume", "network-interface")
            ],
            opts=self.child,
        )
