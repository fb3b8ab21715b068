"""What the Pod Security Standards allow, read once from `data/pod_security.yaml`, which names its source."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

_ALLOWED: Final[dict[str, dict[str, list[str]]]] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "pod_security.yaml").read_text(encoding="utf-8")
)

BASELINE_CAPABILITIES: Final = tuple(_ALLOWED["baseline"]["capabilities"])
"""Linux capabilities that a container may add."""
SELINUX_TYPES: Final = tuple(_ALLOWED["baseline"]["selinux_types"])
"""SELinux types that confine a container."""
SYSCTLS: Final = tuple(_ALLOWED["baseline"]["sysctls"])
"""Kernel parameters that concern the pod alone."""
RESTRICTED_CAPABILITIES: Final = tuple(_ALLOWED["restricted"]["capabilities"])
"""Linux capabilities that a container may add at the restricted level."""
VOLUMES: Final = tuple(_ALLOWED["restricted"]["volumes"])
"""Kinds of volumes that reach nothing of the node."""
