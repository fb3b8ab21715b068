"""A chart as the sandbox knows it: the kinds it brings, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.providers.kubernetes.kinds import plural_of


@dataclass(frozen=True, slots=True)
class Definition:
    """A kind that a chart defines.

    Attributes:
        group: `kueue.x-k8s.io`.
        versions: the versions served, the stored one last.
        kind: `ClusterQueue`.
        namespaced: its scope.
    """

    group: str
    versions: tuple[str, ...]
    kind: str
    namespaced: bool

    @property
    def plural(self) -> str:
        """`clusterqueues`."""
        return plural_of(self.kind)

    @property
    def name(self) -> str:
        """The name of its CustomResourceDefinition."""
        return f"{self.plural}.{self.group}"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart at a version.

    Attributes:
        name: the last part of its address.
        version: the version whose kinds are written here; other patches of it are taken to bring the same.
        definitions: the kinds it brings.
        switch: the path of the Helm value that decides whether it brings them; empty when nothing does.
        on: what that value is when it is not set.
        needs: kinds, as (apiVersion, kind), of which its templates hold objects: they must be served before.
        in_crds_folder: whether the definitions lie in the chart's crds/ folder, which `skipCrds` leaves out.
    """

    name: str
    version: str
    definitions: tuple[Definition, ...] = ()
    switch: tuple[str, ...] = ()
    on: bool = True
    needs: tuple[tuple[str, str], ...] = ()
    in_crds_folder: bool = False

    def brought(self, values: Any, *, skip_crds: bool) -> tuple[Definition, ...]:
        """The kinds that come with these Helm values."""
        if skip_crds and self.in_crds_folder:
            return ()
        chosen = values
        for step in self.switch:
            chosen = chosen.get(step) if isinstance(chosen, dict) else None
        wanted = self.on if chosen is None or not self.switch else chosen
        return self.definitions if wanted is not False else ()


def kinds(group: str, versions: str, namespaced: str, *, cluster: str = "") -> tuple[Definition, ...]:
    """Definitions of one group: each kind with its scope."""
    served = tuple(versions.split())
    return tuple(
        Definition(group, served, kind, in_namespaces)
        for names, in_namespaces in ((namespaced, True), (cluster, False))
        for kind in names.split()
    )
