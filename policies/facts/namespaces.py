"""Which objects of Kubernetes are together in a namespace.

Before a namespace is there its name may be unknown; then the dependency of the one's metadata on the other tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from policies.facts.kubernetes import KubernetesObject, objects_of
from policies.node import UNKNOWN
from policies.stack import Stack
from policies.truth import Truth, some

SYSTEM: Final = ("kube-system", "kube-public", "kube-node-lease")
"""The namespaces of Kubernetes itself, which nobody closes."""


@dataclass(frozen=True, slots=True)
class Together:
    """Objects of one namespace.

    Attributes:
        certain: those that are in it.
        possible: those of which it is not known.
    """

    certain: tuple[KubernetesObject, ...]
    possible: tuple[KubernetesObject, ...]

    def some(self, holds: Callable[[KubernetesObject], Truth] = lambda _: Truth.TRUE) -> Truth:
        """Whether something holds of one of them."""
        surely = some(map(holds, self.certain))
        if surely is Truth.TRUE:
            return surely
        return surely | some(Truth.UNKNOWN & holds(one) for one in self.possible)


def inside(namespace: KubernetesObject, *kinds: str) -> Together:
    """The objects of these kinds in a namespace."""
    index = _index(namespace.owner.stack, kinds)
    name = namespace.root.at("metadata", "name").value
    if name is UNKNOWN:
        return index.split(index.of(namespace.owner.urn), index.objects)
    names = namespace.owner.identifiers() | ({name} if isinstance(name, str) else set())
    return index.split(index.of(namespace.owner.urn, *sorted(names)), index.unknown)


def beside(one: KubernetesObject, *kinds: str) -> Together:
    """The objects of these kinds in the namespace of another object, itself too if it is of such a kind."""
    index = _index(one.owner.stack, kinds)
    named = one.namespace
    if named.value is not UNKNOWN:
        return index.split(index.of(named.value if isinstance(named.value, str) else ""), index.unknown)
    spaces = (urn for urn in named.sources if _is_namespace(one.owner.stack, urn))
    return index.split(index.of(*spaces), index.objects)


class _Index:
    """Objects by the name of their namespace, or by the URN of what that is made of."""

    def __init__(self, objects: Iterable[KubernetesObject]) -> None:
        self.objects = tuple(objects)
        self.unknown = tuple(one for one in self.objects if one.namespace.value is UNKNOWN)
        self._by: dict[str, list[KubernetesObject]] = {}
        for one in self.objects:
            named = one.namespace
            known = named.value if isinstance(named.value, str) else ""
            for key in named.sources if named.value is UNKNOWN else (known,):
                self._by.setdefault(key, []).append(one)

    def of(self, *keys: str) -> tuple[KubernetesObject, ...]:
        return tuple(one for key in keys for one in self._by.get(key, ()))

    @staticmethod
    def split(certain: tuple[KubernetesObject, ...], candidates: tuple[KubernetesObject, ...]) -> Together:
        sure = {id(one) for one in certain}
        return Together(certain, tuple(one for one in candidates if id(one) not in sure))


def _index(stack: Stack, kinds: tuple[str, ...]) -> _Index:
    return stack.remember(("namespaces", kinds), lambda: _Index(objects_of(stack, *kinds)))


def _is_namespace(stack: Stack, urn: str) -> bool:
    found = stack.find(urn)
    return found is not None and found.type == "kubernetes:core/v1:Namespace"
