"""What a rule has to say of a resource."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What came of checking; a resource that passes has no finding."""

    VIOLATED = "violated"
    UNKNOWN = "unknown"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, to decide later, or to repair in the rule itself. It never holds a property's value.

    Attributes:
        urn: of the resource.
        path: of the property that decides, such as `rules[0].apply`; empty for the resource as a whole.
        outcome: violated; unknown until a value is known; or the rule's own error.
        detail: what is wrong there, beyond the rule's title; empty if that says it all.
    """

    urn: str
    path: str
    outcome: Outcome
    detail: str = ""


Findings = list[Finding]
