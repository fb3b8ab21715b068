"""What can be done with an action of an IAM policy, read once from `data/iam_actions.yaml`, which names its sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

_ACTIONS: Final[dict[str, list[Any]]] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "iam_actions.yaml").read_text(encoding="utf-8")
)

ESCALATION: Final[tuple[tuple[str, ...], ...]] = tuple(tuple(together) for together in _ACTIONS["escalation"])
"""What lets an identity become any other: each entry's actions together."""
CREDENTIALS: Final[tuple[str, ...]] = tuple(_ACTIONS["credentials"])
"""Actions that answer credentials, or make them valid."""
READS: Final[tuple[str, ...]] = tuple(_ACTIONS["reads"])
"""Actions that whole stores of data and secrets are copied with."""
SCOPABLE_WRITES: Final[tuple[str, ...]] = tuple(_ACTIONS["scopable_writes"])
"""Actions that change something, and that can be held to single resources."""
DEPUTIES: Final[tuple[str, ...]] = tuple(_ACTIONS["deputies"])
"""Services that tell for which account or resource they assume a role."""
