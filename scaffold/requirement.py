"""How a project gets the Strata that makes it: from an index, a repository or a folder, as it is installed here."""

from __future__ import annotations

import json
from importlib import metadata
from typing import Any


def requirement() -> str:
    """What a project's pyproject.toml asks for.

    An installation that came from elsewhere than an index says so in `direct_url.json` (PEP 610).
    """
    installed = metadata.distribution("strata")
    origin: dict[str, Any] = json.loads(installed.read_text("direct_url.json") or "{}")
    url = origin.get("url")
    if not url:
        return f"strata=={installed.version}"
    if version := origin.get("vcs_info"):
        return f"strata @ {version['vcs']}+{url}@{version['commit_id']}"
    return f"strata @ {url}"


def renewed(recorded: str) -> str:
    """What it asks for after an update: a version alone becomes the one that is installed; anything else was chosen."""
    return f"strata=={metadata.version('strata')}" if recorded.startswith("strata==") else recorded
