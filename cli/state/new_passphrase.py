"""Where a new passphrase comes from: never from the command line, where everybody on the machine can read it."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from cli.errors import UsageError

NEW = "PULUMI_CONFIG_PASSPHRASE_NEW"
"""Environment variable: the passphrase that a stack is to have."""


def new_passphrase(file: Path | None) -> str:
    """The new passphrase: from the file if there is one, else from the environment, else typed twice, unseen.

    Raises:
        UsageError: there is none, and nobody to ask; or the file cannot be read.
    """
    from cli.render.console import person_present

    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise UsageError(f"--new-passphrase-file: {file}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"--new-passphrase-file: {file}: is not UTF-8") from error
    if (given := os.environ.get(NEW)) is not None:
        return given
    if not person_present():
        raise UsageError(f"give the new passphrase in {NEW}, or in a file with --new-passphrase-file")
    return str(typer.prompt("New passphrase", hide_input=True, confirmation_prompt=True))
