"""What roles of Kubernetes allow, and to whom they are bound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policies.facts.kubernetes import KubernetesObject, is_absent, objects, objects_of, same
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.stack import Stack
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


def is_bound(one: KubernetesObject, account: Node) -> Truth:
    """Whether a role is bound to the service account of this name in an object's namespace."""
    stack = one.owner.stack
    subjects = stack.remember("subjects", lambda: _subjects(stack))
    named = subjects.get(account.value, []) if isinstance(account.value, str) else []
    bound = some(is_absent(subject["namespace"]) | same(subject["namespace"], one.namespace) for subject in named)
    may_be = subjects if account.value is UNKNOWN else subjects.get(None)
    return bound | (Truth.UNKNOWN if may_be else Truth.FALSE)


def _subjects(stack: Stack) -> dict[str | None, list[Node]]:
    """The service accounts that roles are bound to, by name; None for those that are not known."""
    found: dict[str | None, list[Node]] = {}
    for binding in objects_of(stack, "RoleBinding", "ClusterRoleBinding"):
        for subject in binding["subjects"].each():
            kind, name = subject["kind"].value, subject["name"].value
            if UNKNOWN in (kind, name):
                found.setdefault(None, []).append(subject)
            elif kind == "ServiceAccount" and isinstance(name, str):
                found.setdefault(name, []).append(subject)
    return found


def _patterns(resource: str) -> tuple[str, ...]:
    _, slash, part = resource.partition("/")
    return (resource, f"*/{part}") if slash else (resource,)


def _names(named: Node, wanted: Iterable[str]) -> Truth:
    return named.some(lambda one: one.equals("*", *wanted))
