"""Configuration that only one run has: for the CLI, a stack file of its own."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from cli.workspace import stack_folder


@contextmanager
def run_config(file: Path | None, root: Path, stack: str, config: Mapping[str, str]) -> Iterator[Path | None]:
    """The file that a run takes for its stack's: with further values, a copy that is gone afterwards.

    Args:
        file: what stands in for the stack's file anyway; None for the file itself.
        root: the project's folder.
        stack: the stack's name.
        config: the further values, as JSON or text, by full key.
    """
    if not config:
        yield file
        return
    original = file or stack_folder(root) / f"Pulumi.{stack}.yaml"
    document: dict[str, Any] = yaml.safe_load(original.read_text(encoding="utf-8")) or {}
    values = {key: json.loads(value) if value.startswith(("{", "[")) else value for key, value in config.items()}
    document["config"] = {**(document.get("config") or {}), **values}
    with tempfile.TemporaryDirectory(prefix="strata-") as folder:
        copy = Path(folder) / original.name
        descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            yaml.safe_dump(document, out, sort_keys=False)
        yield copy
