"""What Karpenter is told about a pool: how its nodes are built, how many there may be, and when they may go."""

from typing import Any

import pulumi
from pulumi_aws import kms

from components.base import Component
from components.cluster import Cluster
from components.custom_resource import custom_resource, name_of
from components.karpenter import Karpenter
from components.network import Network
from components.nodes import POOL_LABEL
from components.pools import GPU, GPU_LABELS, Pool
from components.tags import environment


class NodePool(Component):
    """The NodePool of a pool, and its EC2NodeClass."""

    node_pool_name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        pool: Pool,
        *,
        ami: str,
        karpenter: Karpenter,
        cluster: Cluster,
        network: Network,
        key: kms.Key,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        surroundings = {
            "amiSelectorTerms": [{"alias": ami}],
            "instanceProfile": karpenter.instance_profile,
            "subnetSelectorTerms": network.private_subnet_ids.apply(lambda ids: [{"id": subnet} for subnet in ids]),
            "securityGroupSelectorTerms": [{"id": cluster.security_group_id}],
            # The provider's default tags do not reach what Karpenter makes.
            "tags": karpenter.node_role.role.tags_all.apply(
                lambda required: {**(required or {}), "Name": f"{environment()}-{pool.name}"}
            ),
        }
        node_class = custom_resource(
            f"{name}-class",
            "karpenter.k8s.aws/v1",
            "EC2NodeClass",
            surroundings | _hardware(pool, key),
            called=pool.name,
            opts=self.child_with(depends_on=[karpenter]),
        )
        made = custom_resource(
            name,
            "karpenter.sh/v1",
            "NodePool",
            {
                "template": {"metadata": {"labels": {POOL_LABEL: pool.name} | GPU_LABELS}, "spec": _nodes(pool)},
                "limits": {GPU: pool.gpus_max},
                "disruption": _disruption(pool),
            },
            called=pool.name,
            opts=self.child_with(depends_on=[node_class]),
        )
        self.node_pool_name = name_of(made)
        self.publish()


def _hardware(pool: Pool, key: kms.Key) -> dict[str, Any]:
    volume = {
        "volumeSize": f"{pool.volume_gib}Gi",
        "volumeType": "gp3",
        "encrypted": True,
        "kmsKeyID": key.arn,
        "deleteOnTermination": True,
    }
    reservations = [{"id": reservation} for reservation in pool.reservations]
    return {
        "associatePublicIPAddress": False,
        "blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": volume}],
        "detailedMonitoring": True,
        # IMDSv2 with one hop: a pod cannot reach the node's credentials.
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpProtocolIPv6": "disabled",
            "httpPutResponseHopLimit": 1,
            "httpTokens": "required",
        },
    } | ({"capacityReservationSelectorTerms": reservations} if reservations else {})


def _nodes(pool: Pool) -> dict[str, Any]:
    choices = {
        "karpenter.k8s.aws/instance-family": pool.instance_families,
        "karpenter.sh/capacity-type": [capacity.replace("_", "-") for capacity in pool.capacity],
        "kubernetes.io/arch": ["amd64"],
        "kubernetes.io/os": ["linux"],
    }
    return {
        "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": pool.name},
        "requirements": [{"key": key, "operator": "In", "values": values} for key, values in choices.items()],
        "taints": [{"key": GPU, "value": "true", "effect": "NoSchedule"}],
        "expireAfter": f"{pool.lifetime_hours}h",
    }


def _disruption(pool: Pool) -> dict[str, Any]:
    """Nodes go when they are empty and never for tidiness: a training run is not moved to save a node."""
    return {
        "consolidationPolicy": "WhenEmpty",
        "consolidateAfter": f"{pool.idle_minutes}m",
        # A node whose settings have changed, too, waits until it is empty.
        "budgets": [{"nodes": "100%", "reasons": ["Empty"]}, {"nodes": "0", "reasons": ["Drifted", "Underutilized"]}],
    }
