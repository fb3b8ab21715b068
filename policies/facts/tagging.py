"""The tags that every resource bears, and which resources can, from `data/tags.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

_TAGS: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "tags.yaml").read_text(encoding="utf-8")
)
REQUIRED: Final = tuple(_TAGS["required"])
TAGGABLE: Final = tuple(
    f"aws:{service}/{name[0].lower()}{name[1:]}:{name}"
    for service, names in _TAGS["taggable"].items()
    for name in names
)
"""Types with a property `tags`."""
