"""What changed between the recorded and the new inputs, and what of it takes a replacement.

Fields that cannot change in place: those of the official provider's list, which follows the API server's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pulumi.runtime.proto import provider_pb2 as pb

from protocol.values import Props, reveal
from sandbox.providers.kubernetes.kinds import BUILT_IN
from sandbox.providers.kubernetes.naming import is_autonamed

_IMMUTABLE: Final[Mapping[str, Sequence[str]]] = {
    "ClusterRoleBinding": ("roleRef",),
    "DaemonSet": ("spec.selector",),
    "Deployment": ("spec.selector",),
    "Job": ("spec.completions", "spec.parallelism", "spec.selector", "spec.template"),
    "PersistentVolume": ("spec.csi", "spec.hostPath", "spec.local", "spec.nfs"),
    "PersistentVolumeClaim": ("spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"),
    "Pod": ("spec",),
    "PriorityClass": ("value", "preemptionPolicy"),
    "ResourceQuota": ("spec.scopes",),
    "RoleBinding": ("roleRef",),
    "Secret": ("type",),
    "Service": ("spec.clusterIP",),
    "StatefulSet": (
        "spec.podManagementPolicy",
        "spec.revisionHistoryLimit",
        "spec.selector",
        "spec.serviceName",
        "spec.volumeClaimTemplates",
    ),
    "StorageClass": ("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"),
}
_IDENTITY: Final = ("metadata.name", "metadata.namespace", "kind")


@dataclass
class Difference:
    """The changed property paths, each with its kind: ADD, DELETE or UPDATE, with _REPLACE where it takes one."""

    kinds: dict[str, str] = field(default_factory=dict)
    delete_before_replace: bool = False

    @property
    def replaces(self) -> list[str]:
        """The paths that take a replacement."""
        return [path for path, kind in self.kinds.items() if kind.endswith("_REPLACE")]

    def response(self) -> Any:
        """The wire form."""
        changes = pb.DiffResponse.DIFF_SOME if self.kinds else pb.DiffResponse.DIFF_NONE
        return pb.DiffResponse(
            changes=changes,
            replaces=self.replaces,
            deleteBeforeReplace=self.delete_before_replace,
            detailedDiff={
                path: pb.PropertyDiff(kind=pb.PropertyDiff.Kind.Value(kind)) for path, kind in self.kinds.items()
            },
            hasDetailedDiff=True,
        )


@dataclass(frozen=True, slots=True)
class Mutable:
    """Which objects may change their data in place; the provider's settings say so."""

    config_maps: bool = False
    secrets: bool = False


def compare(olds: Props, news: Props, *, namespace: str, mutable: Mutable) -> Difference:
    """Compare inputs.

    Args:
        olds: the inputs recorded last.
        news: the completed new inputs.
        namespace: where an object goes that names no namespace.
        mutable: what the provider's settings allow.
    """
    old, new = _canonical(olds, namespace), _canonical(news, namespace)
    fixed = (*_IDENTITY, *_fixed_fields(new), *_data_fields(new, mutable))
    difference = Difference()
    for path, kind in changes(old, new):
        plain = re.sub(r"\[\d+\]", "", path)
        replace = any(plain == start or plain.startswith((f"{start}.", f"{start}[")) for start in fixed)
        difference.kinds[path] = f"{kind}_REPLACE" if replace else kind
    if _group(old) != _group(new):
        difference.kinds["apiVersion"] = "UPDATE_REPLACE"
    difference.delete_before_replace = bool(difference.replaces) and _collide(old, new)
    return difference


def changes(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The paths at which two values differ, each with ADD, DELETE or UPDATE. What is unknown differs from all else."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in {**old, **new}:
            step = f".{name}" if path else name
            place = f"{path}{step}" if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else f'{path}["{name}"]'
            if old.get(name) is None or new.get(name) is None:
                if old.get(name) is not new.get(name):
                    yield place, "ADD" if old.get(name) is None else "DELETE"
            else:
                yield from changes(old[name], new[name], place)
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            place = f"{path}[{index}]"
            if index >= len(old) or index >= len(new):
                yield place, "ADD" if index >= len(old) else "DELETE"
            else:
                yield from changes(old[index], new[index], place)
    elif type(old) is not type(new) or old != new:
        yield path, "UPDATE"


def _canonical(inputs: Props, namespace: str) -> Props:
    """Plain values, with the namespace that an object without one gets."""
    plain: Props = reveal(inputs)
    metadata = plain.get("metadata")
    if isinstance(metadata, dict):
        plain["metadata"] = {"namespace": namespace, **metadata}
    return plain


def _fixed_fields(body: Props) -> Sequence[str]:
    kind = str(body.get("kind"))
    built_in = (body.get("apiVersion"), kind) in BUILT_IN
    return _IMMUTABLE.get(kind, ()) if built_in else ()


def _data_fields(body: Props, mutable: Mutable) -> Sequence[str]:
    """Pods do not see a change of what they read at start: new data gets a new object, and a new name."""
    frozen = body.get("immutable") is True
    if body.get("kind") == "ConfigMap" and (frozen or not mutable.config_maps):
        return ("data", "binaryData")
    if body.get("kind") == "Secret" and (frozen or not mutable.secrets):
        return ("data", "stringData")
    return ()


def _group(body: Props) -> str:
    return str(body.get("apiVersion", "")).rpartition("/")[0]


def _collide(old: Props, new: Props) -> bool:
    """Whether old and new object cannot stand beside each other: a fixed name, and the same one."""
    before, after = old.get("metadata"), new.get("metadata")
    if not isinstance(before, dict) or not isinstance(after, dict) or is_autonamed(new):
        return False
    return all(before.get(part) == after.get(part) for part in ("name", "namespace"))
