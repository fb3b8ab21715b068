"""Functions of Lambda."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

FUNCTIONS: Final = ("aws:lambda/function:Function",)
_RUNTIMES: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "lambda_runtimes.yaml").read_text(encoding="utf-8")
)
DEPRECATED: Final = tuple(_RUNTIMES["deprecated"])
"""Runtimes that are no longer kept up, as of the data file's date."""
