"""The files that can be checked: a list of resources, a state, a preview."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from policies.inputs import InputError
from policies.inputs.documents import read_json
from policies.inputs.records import stack_of
from policies.stack import Stack

_GOING = {"delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace", "read-discard"}


def read_resources(path: Path) -> Stack:
    """A JSON list of resources.

    Raises:
        InputError: it is not one.
    """
    return stack_of(read_json(path), str(path))


def read_state(path: Path) -> Stack:
    """A checkpoint file, or what `pulumi stack export` and `strata state export` write.

    Raises:
        InputError: it is neither.
    """
    document = read_json(path)
    for keys in (("checkpoint", "latest"), ("deployment",)):
        inner: Any = document
        for key in keys:
            inner = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(inner, dict):
            resources = inner.get("resources")
            return stack_of([] if resources is None else resources, f"{path}: resources")
    raise InputError(f"{path}: is no state: neither `checkpoint.latest` nor `deployment` is an object in it")


def read_preview(path: Path) -> Stack:
    """What `pulumi preview --json` prints.

    Raises:
        InputError: it is something else.
    """
    document = read_json(path)
    steps = document.get("steps") if isinstance(document, dict) else None
    if not isinstance(steps, list):
        raise InputError(f"{path}: is no preview: `steps` is not a list in it; make one with `pulumi preview --json`")
    planned = {}
    for index, step in enumerate(steps):
        state = step.get("newState") if isinstance(step, dict) else None
        if not isinstance(step, dict) or (state is not None and not isinstance(state, dict)):
            raise InputError(f"{path}: steps[{index}]: must be an object whose newState is an object")
        if state is not None and step.get("op") not in _GOING:
            planned[str(step.get("urn"))] = state
    return stack_of([*planned.values()], f"{path}: planned resources")
