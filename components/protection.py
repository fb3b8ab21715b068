"""Lifting the protection of what cannot be made again, for one run and one reason."""

from typing import Any

from pydantic import BaseModel

SETTING = "deletion"
"""The setting by which every section protects, or does not: see `components.settings.Deletion`."""


def lifted(section: type[BaseModel], given: Any, reason: str) -> Any:
    """What a section of the stack file says, as if it allowed deletion, here and in the settings within.

    Args:
        section: the settings that the section may have.
        given: what it says; anything but a mapping is left to those who find mistakes.
        reason: why; a section that allows deletion already keeps its own.
    """
    if not isinstance(given, dict):
        return given
    result = dict(given)
    for name, field in section.model_fields.items():
        if name == SETTING and given.get(name) != "allowed" and isinstance(given.get("reasons", {}), dict):
            result |= {name: "allowed", "reasons": {**given.get("reasons", {}), name: reason}}
        elif isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            inner = lifted(field.annotation, given.get(name, {}), reason)
            # What has nothing to lift stays as it is: a setting that the file leaves out is not an empty one.
            result |= {name: inner} if inner != given.get(name, {}) else {}
    return result
