"""URNs: the stable name of a resource, `urn:pulumi:<stack>::<project>::<parent type$…$type>::<name>`.

A URN travels as plain text everywhere; this module takes it apart and puts it together.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from engine.errors import EngineError

PREFIX: Final = "urn:pulumi:"
ROOT_STACK_TYPE: Final = "pulumi:pulumi:Stack"
PROVIDER_TYPE_PREFIX: Final = "pulumi:providers:"


class Urn(NamedTuple):
    """The parts of a URN.

    Attributes:
        stack: the stack's name, without its organization.
        project: the project's name.
        qualified_type: the types of the parents and of the resource, joined by `$`.
        name: the logical name; may hold `::` itself.
    """

    stack: str
    project: str
    qualified_type: str
    name: str

    @property
    def type(self) -> str:
        """The resource's own type token."""
        return self.qualified_type.rpartition("$")[2]

    def __str__(self) -> str:
        return f"{PREFIX}{self.stack}::{self.project}::{self.qualified_type}::{self.name}"


def make(stack: str, project: str, type_: str, name: str, *, parent: str = "") -> str:
    """The URN of a resource.

    Args:
        stack: the stack's name.
        project: the project's name.
        type_: the resource's type token.
        name: its logical name.
        parent: its parent's URN, or nothing. The root stack's type is left out, as in the official engine.
    """
    qualified_type = type_
    if parent:
        parent_type = parse(parent).qualified_type
        if parent_type != ROOT_STACK_TYPE:
            qualified_type = f"{parent_type}${type_}"
    return str(Urn(stack, project, qualified_type, name))


def parse(urn: str) -> Urn:
    """Take a URN apart.

    Raises:
        EngineError: the text is not a URN.
    """
    parts = urn.removeprefix(PREFIX).split("::", 3)
    if not urn.startswith(PREFIX) or len(parts) != 4:
        raise EngineError(f"{urn!r} is not a URN; one looks like {PREFIX}<stack>::<project>::<type>::<name>")
    return Urn(*parts)


def is_provider_type(type_: str) -> bool:
    """Whether a type token names a provider resource, such as `pulumi:providers:aws`."""
    return type_.startswith(PROVIDER_TYPE_PREFIX)
