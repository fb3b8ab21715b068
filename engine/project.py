"""A project (`Pulumi.yaml`) and its stacks, one configured instance each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from engine.errors import ProjectError

ORGANIZATION = "organization"
"""The file backend's only organization, as in the official engine."""


@dataclass(frozen=True, slots=True)
class Project:
    """What `Pulumi.yaml` says.

    Attributes:
        name: the project's name; also the namespace of configuration keys without one.
        root: the folder of `Pulumi.yaml`.
        main: the program: a folder with a `__main__.py`.
        stack_folder: where the stack files lie.
    """

    name: str
    root: Path
    main: Path
    stack_folder: Path
    config: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path) -> Project:
        """Read `Pulumi.yaml`.

        Raises:
            ProjectError: the file is missing or wrong.
        """
        file = root / "Pulumi.yaml"
        try:
            document = yaml.safe_load(file.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ProjectError(f"{file}: there is no project here") from error
        root = root.resolve()
        return cls(
            name=document["name"],
            root=root,
            main=root / document.get("main", "."),
            stack_folder=root / document.get("stackConfigDir", "."),
            config=document.get("config") or {},
        )


class Stack:
    """One configured instance of a project: its configuration, its state, its secrets.

    Attributes:
        config: `<namespace>:<key>` to the text that the program receives; objects and lists as JSON.
        secret_keys: the keys whose values are secret.
    """

    def __init__(self, project: Project, name: str, backend: Any, *, passphrase: str | None = None) -> None:
        self.project = project
        self.name = name
        self.backend = backend
        self.organization = ORGANIZATION
        self.full_name = f"{ORGANIZATION}/{project.name}/{name}"
        self.passphrase = passphrase
        document = yaml.safe_load((project.stack_folder / f"Pulumi.{name}.yaml").read_text(encoding="utf-8")) or {}
        self.config: dict[str, str] = {
            key if ":" in key else f"{project.name}:{key}": value if isinstance(value, str) else json.dumps(value)
            for key, value in (document.get("config") or {}).items()
        }
        self.secret_keys: frozenset[str] = frozenset()
