"""What the project's own files say of where a stack lives, read before any engine is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cli.errors import UsageError
from cli.workspace import stack_folder, stack_names


@dataclass(frozen=True, kw_only=True)
class StackSettings:
    """What a stack's file says.

    Attributes:
        file: the stack's file.
        region, profile: of AWS; None where the environment decides.
        role: the role of AWS that the provider assumes; None if it works with the credentials themselves.
        secrets_provider: what encrypts its secrets: `passphrase`, `awskms://…`; empty if the backend decides.
        has_secrets: whether any of its values is encrypted.
    """

    file: Path
    region: str | None
    profile: str | None
    role: str | None
    secrets_provider: str
    has_secrets: bool

    @classmethod
    def read(cls, root: Path, stack: str) -> StackSettings:
        """The settings of a stack of the project.

        Args:
            root: the project's folder.
            stack: its name, alone or behind its organization and project.

        Raises:
            UsageError: there is no such file, or it is no YAML.
        """
        file = stack_folder(root) / f"Pulumi.{bare(stack)}.yaml"
        if not file.is_file():
            known = ", ".join(stack_names(root)) or "none"
            raise UsageError(f"there is no stack {stack!r}: {file} does not exist; stacks: {known}")
        text = file.read_text(encoding="utf-8")
        try:
            document: Any = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise UsageError(f"{file}: is not YAML: {error}") from error
        settings: Mapping[str, Any] = document if isinstance(document, Mapping) else {}
        config = settings.get("config")
        values: Mapping[str, Any] = config if isinstance(config, Mapping) else {}
        salted = "passphrase" if settings.get("encryptionsalt") else ""
        return cls(
            file=file,
            region=_text(values.get("aws:region")),
            profile=_text(values.get("aws:profile")),
            role=_role(values),
            secrets_provider=_text(settings.get("secretsprovider")) or salted,
            has_secrets="secure:" in text,
        )


def bare(stack: str) -> str:
    """A stack's name without its organization and project."""
    return stack.rpartition("/")[2]


def _role(values: Mapping[str, Any]) -> str | None:
    """The role that is assumed in the end. Source: the configuration of the AWS provider, `assumeRole(s)`."""
    roles = values.get("aws:assumeRoles") or [values.get("aws:assumeRole")]
    last = roles[-1] if isinstance(roles, list) else None
    return _text(last.get("roleArn")) if isinstance(last, Mapping) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
