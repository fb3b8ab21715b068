"""What every kind of resource of this provider can do, and what it works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from protocol.provider import ProviderError
from protocol.values import Props
from sandbox.problem import Problem
from sandbox.providers.kubernetes.control_plane import ControlPlane
from sandbox.providers.kubernetes.diff import Difference, Mutable


@dataclass(frozen=True, slots=True)
class Session:
    """A configured provider's cluster.

    Attributes:
        cluster: the API server; None while its kubeconfig is not known yet, at preview.
        namespace: where objects go that name no namespace.
        mutable: which objects may change their data in place.
    """

    cluster: ControlPlane | None = None
    namespace: str = "default"
    mutable: Mutable = field(default_factory=Mutable)

    @property
    def plane(self) -> ControlPlane:
        """The API server.

        Raises:
            ProviderError: it is not known.
        """
        if self.cluster is None:
            raise ProviderError("the cluster is not known: the provider's kubeconfig has no value yet")
        return self.cluster


class Created(NamedTuple):
    """A resource that exists now."""

    id: str
    outputs: Props


class Live(NamedTuple):
    """A resource as it really is."""

    inputs: Props
    outputs: Props


class Resource(Protocol):
    """One type's behaviour. Properties may hold secrets, and come back with them."""

    def check(self, news: Props, olds: Props, logical: str, seed: bytes) -> tuple[Props, list[Problem]]:
        """The completed inputs and their mistakes."""
        ...

    def diff(self, old_inputs: Props, news: Props) -> Difference:
        """What changed."""
        ...

    def preview(self, news: Props, olds: Props) -> Props:
        """The outputs as far as they can be known before it is done."""
        ...

    def create(self, inputs: Props, attempt: str) -> Created:
        """Make it. Under the same name, what an earlier attempt made is found, not refused; no name: the first."""
        ...

    def read(self, id: str, old_inputs: Props, olds: Props) -> Live | None:  # noqa: A002
        """What there is; None when it is gone."""
        ...

    def update(self, id: str, old_inputs: Props, olds: Props, news: Props) -> Props:  # noqa: A002
        """Change it in place; returns the outputs."""
        ...

    def delete(self, id: str, olds: Props) -> None:  # noqa: A002
        """Make sure that it is gone."""
        ...
