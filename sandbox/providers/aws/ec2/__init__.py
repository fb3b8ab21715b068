"""EC2: networks, security groups, endpoints, flow logs, launch templates and placement groups."""

from sandbox.providers.aws.ec2 import (
    endpoints,
    flow_logs,
    gateways,
    launch_templates,
    placement_groups,
    routes,
    security_groups,
    subnets,
    vpcs,
)

__all__ = [
    "endpoints",
    "flow_logs",
    "gateways",
    "launch_templates",
    "placement_groups",
    "routes",
    "security_groups",
    "subnets",
    "vpcs",
]
