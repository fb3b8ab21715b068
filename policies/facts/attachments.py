"""What a security group is attached to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from policies.facts.families import LOAD_BALANCERS
from policies.facts.security_groups import EGRESS_RULES, GROUPS, INGRESS_RULES, RULES
from policies.facts.tags import TIER, is_tagged
from policies.resource import Resource
from policies.truth import Truth, some

_CLASSIC: Final = ("aws:elb/loadBalancer:LoadBalancer",)
_STORES: Final = {
    "vpcSecurityGroupIds": ("aws:rds/cluster:Cluster", "aws:rds/instance:Instance", "aws:docdb/cluster:Cluster"),
    "securityGroupIds": ("aws:elasticache/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup"),
    "securityGroups": ("aws:efs/mountTarget:MountTarget", "aws:sagemaker/notebookInstance:NotebookInstance"),
    "vpcOptions.securityGroupIds": ("aws:opensearch/domain:Domain",),
    "vpcConfig.securityGroupIds": ("aws:sagemaker/model:Model",),
}
"""Where data is kept and models are trained, by the property that names the groups."""


def is_for_public_balancer(group: Resource) -> Truth:
    """Whether a load balancer that faces the internet is in the group."""
    bound = group.stack.bound_to(group, (*LOAD_BALANCERS, *_CLASSIC), by="securityGroups")
    return bound.some(lambda balancer: ~balancer["internal"].is_true())


def is_for_data(group: Resource) -> Truth:
    """Whether data is kept or models are trained in the group: by what is in it, or by its tag."""
    stores = (group.stack.bound_to(group, types, by=by).some() for by, types in _STORES.items())
    return some(stores) | is_tagged(group, TIER, "data", "training")


def is_used(group: Resource) -> Truth:
    """Whether anything but the rules of security groups names it."""
    users = group.stack.users(group)
    others = (*GROUPS, *RULES, *INGRESS_RULES, *EGRESS_RULES)
    certain = some(Truth.TRUE for one in users.certain if one.type not in others)
    return certain | some(Truth.UNKNOWN for one in users.possible if one.type not in others)


def of_group(rule: Resource, holds: Callable[[Resource], Truth]) -> Truth:
    """Whether something holds of the group that a rule, or a group itself, is about."""
    return holds(rule) if rule.type in GROUPS else rule.stack.some_referred(rule["securityGroupId"], GROUPS, holds)
