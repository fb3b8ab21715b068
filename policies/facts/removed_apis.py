"""Versions of APIs that Kubernetes no longer serves, read once from `data/kubernetes_removed.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

_REMOVED: Final[dict[int, dict[str, list[str]]]] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "kubernetes_removed.yaml").read_text(encoding="utf-8")
)["removed"]

REMOVED: Final = {
    (version, kind): minor for minor, versions in _REMOVED.items() for version in versions for kind in versions[version]
}
"""The minor release of Kubernetes 1 that removed it, by API version and kind."""
