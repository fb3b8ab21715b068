"""What can be added to a stack file: where it is written, and what its name may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from scaffold import document, schema
from scaffold.errors import AnswerError

_REPOSITORY: Final = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
"""As `components.registry` wants it, and ECR."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that a stack file lists.

    Attributes:
        name: what it is called on the command line.
        section: the key of the section.
        setting: the list in there.
    """

    name: str
    section: str
    setting: str

    @property
    def path(self) -> tuple[str, str, str]:
        """The keys that lead to the list in a stack file."""
        return ("config", self.section, self.setting)

    @property
    def pattern(self) -> str:
        """What a name must match."""
        item = schema.setting(self.section, self.setting)["items"]
        return str(item["properties"]["name"]["pattern"]) if "properties" in item else _REPOSITORY

    @property
    def default(self) -> list[Any]:
        """What there is where the stack file says nothing."""
        return list(schema.setting(self.section, self.setting)["default"])


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("team", "strata:queues", "teams"),
        Kind("queue", "strata:queues", "jobs"),
        Kind("pool", "strata:gpu", "pools"),
        Kind("endpoint", "strata:serving", "endpoints"),
        # A model's versions lie under its name in the bucket of models and need no setting; its images need a place.
        Kind("model", "strata:registry", "repositories"),
    )
}


def add(text: str, kind: Kind, name: str, settings: Mapping[str, Any]) -> document.Added:
    """Add something to the text of a stack file.

    Args:
        settings: beside the name; empty for what is a name alone.

    Raises:
        AnswerError: the name is not allowed, or taken.
        scaffold.errors.DocumentError: the text is no YAML, or has something else there.
    """
    _require_name(kind, name)
    written = document.find(text, kind.path)
    defaults = [one["name"] if isinstance(one, dict) else one for one in kind.default]
    if name in (written or {}):
        raise AnswerError(f"line {(written or {})[name]}: there is a {kind.name} {name!r} already; change it there")
    if not written and name in defaults:
        raise AnswerError(f"there is a {kind.name} {name!r} already, by default; write it out to change it")
    listed_by_name = "properties" in schema.setting(kind.section, kind.setting)["items"]
    item = {"name": name, **settings} if listed_by_name else name
    return document.add(text, kind.path, item, kind.default)


def _require_name(kind: Kind, name: str) -> None:
    if re.search(kind.pattern, name) and "\n" not in name:
        return
    longest = re.search(r"\{0,(\d+)\}", kind.pattern)
    size = f", at most {int(longest[1]) + (2 if '])?' in kind.pattern else 1)}" if longest else ""
    raise AnswerError(
        f"the name of a {kind.name} is lower-case letters, digits and hyphens, beginning with a letter and ending with "
        f"a letter or a digit{size}; got {name!r}"
    )
