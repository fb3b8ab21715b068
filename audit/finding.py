"""What an audit finds: things that say of themselves whose they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Client = Callable[[str], Any]
"""A boto3 client by the name of its service, such as `ec2`; in one region of one account, and only read with."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose things are looked for: one stack's.

    Attributes:
        project: the project's name.
        stack: the stack's name.
    """

    project: str
    stack: str

    @property
    def environment(self) -> str:
        """What the program names things after that it must name, the cluster first of all: `strata-dev`."""
        return f"{self.project}-{self.stack}"

    @property
    def tags(self) -> dict[str, str]:
        """The tags that together say that something is this stack's; see `components.tags.required_tags`."""
        return {"project": self.project, "environment": self.stack}

    @property
    def cluster_tag(self) -> str:
        """The key of the tag that controllers in the cluster put on what they make: load balancers, volumes, nodes.

        Source: https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html.
        """
        return f"kubernetes.io/cluster/{self.environment}"

    def owns(self, tags: Mapping[str, str]) -> bool:
        """Whether something with these tags is this stack's."""
        return self.tags.items() <= tags.items() or self.cluster_tag in tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that exists.

    Attributes:
        service: as in its ARN, such as `ec2`; `kubernetes` for what is in a cluster.
        kind: what it is, such as `vpc-endpoint`; in a cluster, the object's kind.
        id: its ARN; in a cluster `<cluster>/<namespace>/<name>`.
        tags: by key.
        facts: what its price depends on; see `costs.monthly`.
        leaving: why it goes by itself; empty when it does not.
        belongs_to: ARNs or ids of what it comes and goes with, one of them at least.
    """

    service: str
    kind: str
    id: str
    tags: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    leaving: str = ""
    belongs_to: tuple[str, ...] = ()

    @property
    def item(self) -> str:
        """By what name the price list knows it."""
        return f"{self.service}/{self.kind}"

    @property
    def name(self) -> str:
        """The last part of its id."""
        return self.id.rpartition("/")[2].rpartition(":")[2]
