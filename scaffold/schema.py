"""The JSON Schema of the stack files, as every project gets it; `scripts/schema.py` writes it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("template") / "stacks" / "schema.json"


def text() -> str:
    """The schema, as it stands in the file."""
    return FILE.read_text(encoding="utf-8")


@cache
def setting(section: str, name: str) -> dict[str, Any]:
    """The schema of a setting.

    Args:
        section: the key of its section, e.g. `strata:queues`.
        name: its own name in there.
    """
    config = json.loads(text())["properties"]["config"]
    found: dict[str, Any] = config["properties"][section]["properties"][name]
    return found
