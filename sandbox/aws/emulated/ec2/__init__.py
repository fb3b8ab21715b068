"""EC2: placement groups, metadata defaults, endpoints and rules changed in full; it refuses to delete what is in use.

Sources: the EC2 API reference (operations and error codes); botocore's service model (names and types).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.ec2 import utils
from moto.ec2.models import ec2_backends
from moto.ec2.models.security_groups import SecurityGroupRule

from sandbox.aws.emulated.ec2.backend import Ec2
from sandbox.aws.emulated.ec2.endpoint_changes import EndpointChanges
from sandbox.aws.emulated.ec2.metadata_defaults import MetadataDefaults
from sandbox.aws.emulated.ec2.placement_groups import PlacementGroups
from sandbox.aws.emulated.ec2.rules import description


class Ec2Response(PlacementGroups, EndpointChanges, MetadataDefaults):
    """moto's operations, and those it lacks."""


class RoutedEc2(Ec2):
    """The backend with its route."""

    @property
    def url_paths(self) -> dict[str, Callable[..., Any]]:
        """moto's table of routes: a pattern and who answers."""
        return {"/": Ec2Response.dispatch}


def install() -> None:
    """Put this EC2 in the place of moto's."""
    SecurityGroupRule.description = property(description)
    utils.EC2_RESOURCE_TO_PREFIX["placement-group"] = "pg"
    ec2_backends.backend = RoutedEc2
