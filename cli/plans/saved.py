"""Plan files: plans of stacks as JSON, sealed, that `up --plan` holds to."""

from __future__ import annotations

import hmac
import json
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.errors import UsageError
from cli.plans.sealing import Seal, canonical

FORMAT = 1
BYTES_MAX = 32 * 2**20
"""The largest plan file: some ten thousand resources."""
SEAL = "seal"
Content = dict[str, Any]


def sealed(content: Content, seal: Seal) -> Content:
    """The plan of one stack, so that any change of it shows."""
    return content | {SEAL: seal.digest("plan", content)}


def write(file: Path, project: str, stacks: Mapping[str, Content]) -> None:
    """Write a plan file, the same plans byte for byte the same. Readable by its owner only.

    Raises:
        UsageError: it cannot be written, or would be larger than any that is read.
    """
    from engine import files
    from engine.errors import StateError

    content = canonical({"format": FORMAT, "project": project, "stacks": stacks}) + b"\n"
    if len(content) > BYTES_MAX:
        raise UsageError(f"{file}: the plan takes {len(content)} bytes, more than {BYTES_MAX}; save fewer stacks")
    try:
        files.write(file, content)
    except StateError as error:
        raise UsageError(str(error)) from error


def read(file: Path, project: str, stack: str, seal: Seal) -> Content:
    """The plan of a stack in a plan file, as it was written.

    Raises:
        UsageError: it is no plan file, or not of this project, stack and passphrase, or was changed.
    """
    content = _read(file)
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}: is no plan file: it is not JSON") from error
    if not isinstance(document, dict) or type(document.get("format")) is not int:
        raise UsageError(f"{file}: is no plan file of Strata; `strata plan --save FILE` writes one")
    if document["format"] != FORMAT:
        raise UsageError(f"{file}: is of format {document['format']}, and this Strata reads {FORMAT}; plan again")
    if document.get("project") != project:
        raise UsageError(f"{file}: is a plan of another project than {project}")
    stacks = document.get("stacks")
    if not isinstance(stacks, dict) or not isinstance(stacks.get(stack), dict):
        names = ", ".join(sorted(stacks)) if isinstance(stacks, dict) else ""
        raise UsageError(f"{file}: holds no plan of {stack}; it holds {names or 'none'}")
    plan: Content = stacks[stack]
    inner = {name: value for name, value in plan.items() if name != SEAL}
    try:
        genuine = hmac.compare_digest(str(plan.get(SEAL)).encode(), seal.digest("plan", inner).encode())
        unchanged = canonical(document) + b"\n" == content
    except (ValueError, RecursionError):
        genuine = unchanged = False
    if not (genuine and unchanged):
        raise UsageError(f"{file}: was changed since it was written, or sealed with another passphrase; plan again")
    return inner


def _read(file: Path) -> bytes:
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe would be waited for, a device has no end
            raise UsageError(f"{file}: is no plan file: it is not a file")
        with file.open("rb") as opened:
            content = opened.read(BYTES_MAX + 1)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    if len(content) > BYTES_MAX:
        raise UsageError(f"{file}: is no plan file: it is larger than {BYTES_MAX} bytes")
    return content
