"""Installing the Pulumi CLI by its official installer: only when it is asked for, and told exactly beforehand."""

from __future__ import annotations

import subprocess
from typing import Final

from cli.engines.official.executable import INSTALLER, installed_apart
from cli.errors import EngineFailed

SCRIPT: Final = "https://get.pulumi.com/install.sh"
"""What `pulumi.automation.PulumiCommand.install` downloads and runs on Linux and macOS."""


def told() -> str:
    """What would be downloaded from where to where."""
    folder = installed_apart().parents[1]
    return (
        f"The official installer, {SCRIPT}, is downloaded and run.\n"
        f"It downloads Pulumi {folder.name}, the version of the SDK, from https://github.com/pulumi/pulumi/releases,\n"
        f"else from https://get.pulumi.com, and unpacks it into {folder}.\n"
        "Nothing else is changed: neither PATH nor a shell's files; Strata looks there by itself."
    )


def install() -> None:
    """Download and install it.

    Raises:
        EngineFailed: the download or the installer failed; nothing that was there is touched.
    """
    from pulumi.automation import InvalidVersionError, PulumiCommand

    by_hand = f"nothing was installed. Once {SCRIPT} can be reached, try again, or install it by hand:\n  {INSTALLER}"
    try:
        PulumiCommand.install()
    except subprocess.CalledProcessError as error:
        said = bytes(error.output or b"").decode(errors="replace").strip()
        raise EngineFailed(f"the official installer of the Pulumi CLI failed; {by_hand}\n{said}") from None
    except (OSError, InvalidVersionError) as error:
        raise EngineFailed(f"the Pulumi CLI cannot be downloaded: {error}; {by_hand}") from None
