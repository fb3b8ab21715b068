"""The provider plugins that the project's SDKs need: of the very versions that the program speaks to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from pulumi.automation import CommandError

from cli.engines.official import virtual_environment
from cli.engines.official.backend import Asked, said
from cli.errors import Missing


@dataclass(frozen=True)
class Plugin:
    """A provider, as in `aws` 7.51.1."""

    name: str
    version: str


def lacks(ask: Asked) -> Iterator[Missing]:
    """The plugins that are not installed."""
    try:
        listed = ask("plugin", "ls")
        installed = {Plugin(str(one["name"]), str(one["version"]).removeprefix("v")) for one in listed}
    except CommandError as failure:
        yield Missing(f"the list of plugins: {said(failure)}", "pulumi plugin ls")
        return
    except (ValueError, KeyError, TypeError):
        yield Missing("the list of plugins: `pulumi plugin ls --json` does not list them", "pulumi plugin ls")
        return
    for plugin in needed(ask.root):
        # The CLI prefers one on PATH to any that is installed.
        if plugin not in installed and shutil.which(f"pulumi-resource-{plugin.name}") is None:
            mend = f"pulumi plugin install resource {plugin.name} v{plugin.version}"
            yield Missing(f"the plugin {plugin.name} {plugin.version}, which the project's SDK needs", mend)


def needed(root: Path) -> list[Plugin]:
    """The plugins that the SDKs in the project's virtual environment name, sorted by name."""
    folder = virtual_environment.folder(root)
    places = [str(path) for path in folder.glob("lib/python*/site-packages")] if folder else []
    found = distributions(path=places) if places else distributions()
    plugins = {plugin for one in found if (plugin := _plugin_of(one)) is not None}
    return sorted(plugins, key=lambda plugin: plugin.name)


def _plugin_of(distribution: Distribution) -> Plugin | None:
    """What an SDK says of its plugin, in the file that every provider's SDK holds."""
    name = str(distribution.metadata["Name"] or "").replace("-", "_")
    if not name.startswith("pulumi_"):
        return None
    try:
        described: Any = json.loads(Path(str(distribution.locate_file(f"{name}/pulumi-plugin.json"))).read_text())
        return Plugin(described["name"], described.get("version") or distribution.version)
    except (OSError, ValueError, KeyError):
        return None
