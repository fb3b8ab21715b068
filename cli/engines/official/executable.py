"""The Pulumi CLI on this machine: where it is, and whether it is one that serves."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Final

from semver import VersionInfo

from cli.errors import Missing

OLDEST: Final = VersionInfo(3, 259, 0)
"""The oldest CLI that the platform and its SDK have been tried with."""
UNCHECKED: Final = "PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK"
"""The Automation API's own variable: whoever sets it vouches for the version, as with a CLI built from source."""
INSTALLER: Final = "curl -fsSL https://get.pulumi.com | sh"
"""The documented way to install it. Source: https://www.pulumi.com/docs/iac/download-install/"""
_ANSWERED_WITHIN_S: Final = 60


def find() -> Path | None:
    """The CLI: the one on PATH, else one that the official installer left where PATH does not lead to yet."""
    if on_path := shutil.which("pulumi"):
        return Path(on_path)
    return next((place for place in (_installed(), installed_apart()) if os.access(place, os.X_OK)), None)


def installed_apart() -> Path:
    """Where the SDK installs the CLI of its own version, leaving any other alone."""
    return Path.home() / ".pulumi" / "versions" / version("pulumi") / "bin" / "pulumi"


def version_of(executable: Path) -> VersionInfo:
    """Its version, at least the oldest that serves.

    Raises:
        Unfit: it is too old, does not run, or does not say its version and nobody vouches for it.
    """
    try:
        ended = subprocess.run(  # noqa: S603 - the CLI that was found
            [executable, "version"],
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_ANSWERED_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unfit(f"{executable}: does not run: {error}", INSTALLER) from error
    said = ended.stdout.strip().removeprefix("v")
    if os.environ.get(UNCHECKED):
        return VersionInfo.parse(said) if VersionInfo.is_valid(said) else OLDEST
    if not VersionInfo.is_valid(said):
        raise Unfit(f"{executable}: does not tell its version", f"export {UNCHECKED}=true  # if it is a new one")
    if VersionInfo.parse(said) < OLDEST:
        raise Unfit(f"{executable}: is version {said}; the oldest that serves is {OLDEST}", INSTALLER)
    return VersionInfo.parse(said)


def checked() -> tuple[Path | None, VersionInfo, list[Missing]]:
    """The CLI, its version, and what is wrong with it, if anything is."""
    executable = find()
    if executable is None:
        return None, OLDEST, [Missing("the Pulumi CLI: not on PATH", INSTALLER)]
    try:
        return executable, version_of(executable), []
    except Unfit as unfit:
        return executable, OLDEST, [Missing(str(unfit), unfit.mend)]


class Unfit(Exception):
    """The CLI that was found does not serve.

    Attributes:
        mend: what mends it.
    """

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.mend = mend


def _installed() -> Path:
    return Path.home() / ".pulumi" / "bin" / "pulumi"
