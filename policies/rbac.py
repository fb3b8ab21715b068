"""What roles of Kubernetes allow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policies.finding import Findings
from policies.kubernetes import objects
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth, some

CORE = ""
"""The group of pods, secrets and other kinds without a group of their own."""
RBAC_GROUP = "rbac.authorization.k8s.io"


@dataclass(frozen=True)
class Power:
    """What may be done.

    Attributes:
        group: the API group.
        resources: such as `pods` or `pods/exec`.
        verbs: such as `create`; to have one of them is to have the power.
    """

    group: str
    resources: tuple[str, ...]
    verbs: tuple[str, ...]

    def is_given_by(self, given: Node) -> Truth:
        """Whether a rule of a role gives it, `*` in any place included."""
        return (
            _names(given["apiGroups"], (self.group,))
            & _names(given["resources"], [pattern for one in self.resources for pattern in _patterns(one)])
            & _names(given["verbs"], self.verbs)
        )


def forbid_powers(resource: Resource, powers: Iterable[Power], *kinds: str, unless_named: bool = False) -> Findings:
    """What is wrong with the roles that a resource declares: none of their rules may give one of these powers.

    Args:
        kinds: `Role`, `ClusterRole`.
        unless_named: whether it is given for objects that the rule names.
    """
    findings: Findings = []
    powers = tuple(powers)
    for role in objects(resource, *kinds):
        for given in role["rules"].each():
            gives = some(power.is_given_by(given) for power in powers)
            named = given["resourceNames"].is_set() if unless_named else Truth.FALSE
            findings += role.require(~gives | named, given)
    return findings


def _patterns(resource: str) -> tuple[str, ...]:
    _, slash, part = resource.partition("/")
    return (resource, f"*/{part}") if slash else (resource,)


def _names(named: Node, wanted: Iterable[str]) -> Truth:
    return named.some(lambda one: one.equals("*", *wanted))
