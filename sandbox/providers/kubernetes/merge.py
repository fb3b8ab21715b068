"""Server-side apply for one manager: what it asks for now, without what it no longer asks for."""

from __future__ import annotations

from typing import Any

_KEYS = ("mountPath", "containerPort", "name", "key", "port")
"""What identifies the elements of Kubernetes' keyed lists, first match wins."""


def apply(live: Any, previous: Any, wanted: Any) -> Any:
    """The live value brought to what is wanted; what others set stays.

    Args:
        live: what the cluster has.
        previous: what this manager asked for last.
        wanted: what it asks for now.
    """
    if isinstance(wanted, dict) and isinstance(live, dict):
        before = previous if isinstance(previous, dict) else {}
        kept = {name: value for name, value in live.items() if name in wanted or name not in before}
        return kept | {name: apply(live.get(name), before.get(name), value) for name, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(live, list):
        return _apply_list(live, previous if isinstance(previous, list) else [], wanted)
    return wanted


def project(live: Any, inputs: Any) -> Any:
    """The live value of what the inputs speak of: what a refresh records as inputs. Fields that are gone stay out."""
    if isinstance(inputs, dict) and isinstance(live, dict):
        return {name: project(live[name], value) for name, value in inputs.items() if name in live}
    if isinstance(inputs, list) and isinstance(live, list):
        return [project(element, twin) for element, twin in zip(live, _twins(live, inputs, strict=False), strict=True)]
    return live


def _apply_list(live: list[Any], previous: list[Any], wanted: list[Any]) -> list[Any]:
    """Elements keep what the server filled in; the order is the wanted one."""
    twins = zip(_twins(wanted, live), _twins(wanted, previous), wanted, strict=True)
    return [apply(had, before, element) for had, before, element in twins]


def _twins(elements: list[Any], others: list[Any], *, strict: bool = True) -> list[Any]:
    """For each element the one in `others` with the same key, the one in the same place first.

    An element without a key has no twin, unless the comparison is not strict: then it is the one in its place.
    """
    by_key = {_key(other): other for other in others if _key(other) is not None}
    found = []
    for index, element in enumerate(elements):
        opposite = others[index] if index < len(others) else None
        same = _key(opposite) == _key(element)
        usable = same and (_key(element) is not None or not strict)
        found.append(opposite if usable else by_key.get(_key(element)))
    return found


def _key(element: Any) -> tuple[str, Any] | None:
    if isinstance(element, dict):
        for name in _KEYS:
            if isinstance(element.get(name), str | int):
                return name, element[name]
    return None
