"""What the provider asks of a cluster: the part of a Kubernetes API server that Pulumi needs.

The emulated server (`api_server.py`) is one implementation; a real control plane can be another.

ProviderError
└── ApiError                the API server refuses
    ├── NoMatch             it serves no such kind
    ├── NotFound            it has no such object
    ├── AlreadyExists       it has one already
    └── Invalid             the object is malformed; carries every mistake
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from protocol.provider import ProviderError
from sandbox.problem import Problem
from sandbox.providers.kubernetes.kubeconfig import Kubeconfig

Object = dict[str, Any]
"""A Kubernetes object as its JSON."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind that a cluster serves.

    Attributes:
        api_version: `v1`, `apps/v1`.
        name: `Deployment`.
        plural: `deployments`.
        namespaced: whether its objects live in namespaces.
        schema: the openAPIV3Schema of a custom kind whose definition has one.
    """

    api_version: str
    name: str
    plural: str
    namespaced: bool
    schema: Mapping[str, Any] | None = None

    @property
    def group(self) -> str:
        """`apps`; empty for the core group."""
        return self.api_version.rpartition("/")[0]

    @property
    def resource(self) -> str:
        """`deployments.apps`, as API servers write it in messages."""
        return f"{self.plural}.{self.group}" if self.group else self.plural


class ApiError(ProviderError):
    """The API server refuses."""


class NoMatch(ApiError):
    """The API server serves no such kind."""

    def __init__(self, api_version: str, kind: str, hint: str = "") -> None:
        super().__init__(f'no matches for kind "{kind}" in version "{api_version}"{hint}')


class NotFound(ApiError):
    """There is no such object."""


class AlreadyExists(ApiError):
    """There is such an object already."""


class Invalid(ApiError):
    """The object is malformed.

    Attributes:
        problems: every mistake.
    """

    def __init__(self, kind: Kind, name: str, problems: Sequence[Problem]) -> None:
        listed = "; ".join(str(problem) for problem in problems)
        super().__init__(f'{kind.name} "{name}" is invalid: {listed}')
        self.problems = tuple(problems)


class ControlPlane(Protocol):
    """One cluster's API server."""

    def find_kind(self, api_version: str, kind: str) -> Kind | None:
        """The kind, if the cluster serves it."""
        ...

    def get(self, kind: Kind, namespace: str | None, name: str) -> Object | None:
        """The live object, if it exists."""
        ...

    def create(self, body: Object, attempt: str = "") -> Object:
        """Create an object and wait until it is ready.

        Args:
            body: the object.
            attempt: names this request; what an earlier one of the same name created is returned as it is.

        Raises:
            NoMatch, NotFound (its namespace), AlreadyExists, Invalid.
        """
        ...

    def apply(self, body: Object, previous: Object) -> Object:
        """Bring an object to what is asked for; fields in `previous` that are no longer asked for go.

        Raises:
            NoMatch, NotFound, Invalid.
        """
        ...

    def delete(self, kind: Kind, namespace: str | None, name: str) -> None:
        """Delete an object and all that goes with it (a namespace's contents, a definition's objects).

        Raises:
            NotFound.
        """
        ...

    def list(self, kind: Kind | None = None) -> list[Object]:
        """Every object that somebody created, or those of one kind, by kind, namespace and name."""
        ...


Connect = Callable[[Kubeconfig], ControlPlane]
"""Reaches the cluster that a kubeconfig points at."""
