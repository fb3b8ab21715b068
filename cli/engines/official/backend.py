"""Where the Pulumi CLI keeps stacks, and what it still lacks for one of them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pulumi.automation import CommandError

from cli.engines.official.command import Command
from cli.engines.official.settings import StackSettings, bare
from cli.errors import Missing

_LOGIN: Final = "pulumi login s3://<your-state-bucket>  # or any other backend"
_PASSWORD: Final = re.compile(r"(\w://[^\s/:@]*:)[^\s/@]+@")
_PASSPHRASE: Final = "read -rs PULUMI_CONFIG_PASSPHRASE && export PULUMI_CONFIG_PASSPHRASE"


@dataclass(frozen=True)
class Asked:
    """The CLI, asked in a project's folder.

    Attributes:
        command: the CLI.
        root: the project's folder.
    """

    command: Command
    root: Path

    def __call__(self, *arguments: str) -> Any:
        """What it answers, which is JSON.

        Raises:
            pulumi.automation.CommandError: it refuses.
            ValueError: it answers something else.
        """
        return json.loads(self.command.run([*arguments, "--json"], str(self.root), {}).stdout)


def url(ask: Asked) -> str | Missing:
    """The URL of the backend that one is logged in to, or what is missing for that."""
    try:
        return without_password(str(ask("whoami")["url"]))
    except CommandError as failure:
        return Missing(f"the login: {said(failure)}", _LOGIN)
    except (ValueError, KeyError, TypeError):
        return Missing("the login: `pulumi whoami --json` does not tell the backend's URL", _LOGIN)


def lacks(ask: Asked, stack: str, backend: str, settings: StackSettings) -> Iterator[Missing]:
    """What is missing for a stack in a backend: the stack, the passphrase of its secrets."""
    service = backend.startswith("http")
    provider = settings.secrets_provider
    wanted = provider or ("" if service else "awskms://alias/<your-key>")
    try:
        names = {bare(str(one["name"])) for one in ask("stack", "ls")}
        if bare(stack) not in names:
            choice = f" --secrets-provider {wanted}" if wanted else ""
            yield Missing(f"the stack {stack}: {backend} has none of this name", f"pulumi stack init {stack}{choice}")
            if not provider:  # until it is made, nobody knows what encrypts its secrets
                return
    except CommandError as failure:
        yield Missing(f"the backend {backend}: {said(failure)}", _LOGIN)
    except (ValueError, KeyError, TypeError):
        yield Missing(f"the backend {backend}: `pulumi stack ls --json` does not list its stacks", _LOGIN)
    if provider == "passphrase" or (not provider and not service):
        yield from _passphrase(os.environ)


def _passphrase(environment: Mapping[str, str]) -> Iterator[Missing]:
    if "PULUMI_CONFIG_PASSPHRASE" in environment:
        return
    file = environment.get("PULUMI_CONFIG_PASSPHRASE_FILE")
    if file is None:
        yield Missing("the passphrase of the stack's secrets: PULUMI_CONFIG_PASSPHRASE is not set", _PASSPHRASE)
    elif not Path(file).is_file():
        what = f"the passphrase of the stack's secrets: PULUMI_CONFIG_PASSPHRASE_FILE names {file}, which is no file"
        yield Missing(what, _PASSPHRASE)


def said(failure: CommandError) -> str:
    """What the CLI says of a failure, in one line."""
    _, _, stderr = str(failure).partition("\n stderr: ")
    return " ".join(without_password(stderr).removeprefix("error: ").split()) or "the Pulumi CLI fails without a word"


def without_password(text: str) -> str:
    """A text whose URLs hold no password, as that of a database for a backend may."""
    return _PASSWORD.sub(r"\1[secret]@", text)
