"""A resource as rules see it, however it was declared or recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from policies.finding import Finding, Findings, Outcome
from policies.node import UNKNOWN, Node
from policies.truth import Truth

if TYPE_CHECKING:
    from policies.stack import Stack


@dataclass(eq=False, slots=True, kw_only=True)
class Resource:
    """One resource.

    Attributes:
        urn: its identity.
        type: its Pulumi type token, such as `aws:s3/bucket:Bucket`.
        name: its logical name.
        properties: its inputs, in camelCase, with `UNKNOWN` and `Secret` inside.
        outputs: what the provider told of it; empty before it is there.
        id: the provider's; None while it is not known.
        parent: the URN of the resource it belongs to; empty if none.
        dependencies: URNs of what it needs as a whole.
        property_dependencies: URNs by property; None when that is not recorded.
        provider: the provider's URN, or its reference, which is the URN, `::` and an id; empty if it is not known.
        protect: whether it is guarded from deletion; None when that is not recorded.
    """

    urn: str
    type: str
    name: str
    properties: Mapping[str, Any]
    outputs: Mapping[str, Any] = field(default_factory=dict)
    id: str | None = None
    parent: str = ""
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] | None = None
    provider: str = ""
    protect: bool | None = None
    stack: Stack = field(init=False, repr=False)

    def __getitem__(self, name: str) -> Node:
        """A property."""
        depended = (self.property_dependencies or {}).get(name, ())
        return Node(self.properties.get(name), name, frozenset(depended))

    @property
    def root(self) -> Node:
        """All properties as one value, in which each still knows what it is made of."""
        return _Root(self)

    def identifiers(self) -> set[str]:
        """What other resources call it by: id, ARN, name or URL, as far as these are known."""
        named = ("arn", "id", "name", "bucket", "url", "keyId", "family")
        values = (self.id, *(source.get(key) for source in (self.outputs, self.properties) for key in named))
        return {value for value in values if isinstance(value, str) and value}

    def require(self, holds: Truth, at: Node | str = "", detail: str = "") -> Findings:
        """Nothing if it holds; a finding if it does not, or if that is not known.

        Args:
            at: the property that decides.
            detail: what is wrong, beyond the rule's title. Not the property's value: it may be secret.
        """
        if holds is Truth.TRUE:
            return []
        outcome = Outcome.VIOLATED if holds is Truth.FALSE else Outcome.UNKNOWN
        return [Finding(self.urn, at if isinstance(at, str) else at.path, outcome, detail)]

    def forbid(self, holds: Truth, at: Node | str = "", detail: str = "") -> Findings:
        """The opposite of `require`."""
        return self.require(~holds, at, detail)


class _Root(Node):
    """A resource's properties as one value."""

    __slots__ = ("_resource",)

    def __init__(self, resource: Resource) -> None:
        super().__init__(resource.properties)
        self._resource = resource

    def _inside(self, value: Any, key: str) -> Node:  # noqa: ARG002 - the resource has the same value
        return self._resource[key]


__all__ = ["UNKNOWN", "Node", "Resource"]
