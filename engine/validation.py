"""What the messages of a program must fulfil before anything is done with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from google.protobuf.struct_pb2 import Struct

from engine import urn as urns
from engine.errors import ProgramError
from engine.integrity import references
from engine.providers import provider_urn
from engine.resource import ResourceState
from protocol.values import NestedTooDeeply, Props, decode

_TYPE: Final = re.compile(r"[^:$]+:[^:$]+:[^:$]+")
"""The type of what a provider manages: package, module, name."""


def refuse_malformed(type_: str, name: str, *, custom: bool) -> None:
    """Refuse what no URN can be made of.

    Raises:
        ProgramError: the type or the name cannot be.
    """
    if not name:
        raise ProgramError(f"a resource of type {type_!r} has no name")
    if custom and not _TYPE.fullmatch(type_):
        raise ProgramError(f"{name!r}: {type_!r} is not a type; one looks like aws:sqs/queue:Queue")
    if not custom and (not type_ or "::" in type_ or "$" in type_ or urns.is_provider_type(type_)):
        raise ProgramError(f"{name!r}: {type_!r} is not the type of a component; one looks like strata:index:Queues")


def properties(wire: Struct, whose: str) -> Props:
    """The properties in a message of the program.

    Raises:
        ProgramError: they are nested too deeply.
    """
    try:
        return decode(wire)
    except NestedTooDeeply as error:
        raise ProgramError(f"{whose}: {error}") from error


def refuse_dangling(new: ResourceState, is_there: Callable[[str], bool]) -> None:
    """Refuse a resource that refers to one that is not there: it could never be recorded after it.

    Raises:
        ProgramError: it does.
    """
    for role, urn in _needed(new):
        if not is_there(urn):
            raise ProgramError(f"{new.urn}: its {role} {urn!r} is no resource that the program has registered before")


def _needed(new: ResourceState) -> Iterator[tuple[str, str]]:
    yield from references(new)
    if new.provider:
        yield "provider", provider_urn(new.provider)
