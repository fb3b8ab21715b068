"""Regions that resources may be in, from `data/regions.yaml`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import yaml

from policies.node import Node
from policies.truth import Truth

_LIST: Final = Path(__file__).parents[1] / "data" / "regions.yaml"
_ALLOWED: Final = re.compile("|".join(yaml.safe_load(_LIST.read_text(encoding="utf-8"))["allowed"]))


def is_allowed(region: Node) -> Truth:
    """Whether resources may be in a region."""
    return region.satisfies(lambda value: isinstance(value, str) and _ALLOWED.fullmatch(value) is not None)
