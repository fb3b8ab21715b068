"""What a stack's own settings make of findings: which rules are asked, and which findings block."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from policies.catalogue import select
from policies.inputs import InputError
from policies.rule import Profile, Rule, Severity


class Level(StrEnum):
    """What a violation does."""

    ADVISORY = "advisory"
    MANDATORY = "mandatory"


FLOOR_STACKS: Final = ("prod", "prod.*", "prod-*")
"""Stacks in which every violation blocks, whatever their settings say: what customers depend on."""
FLOOR_SEVERITIES: Final = frozenset({Severity.CRITICAL})
"""Violations that block in every stack: data open to the world, or an account open to takeover."""


class Policy(BaseModel):
    """The section `strata:policy` of a stack file.

    Attributes:
        enforcement: what violations do in this stack; there is a floor that it cannot go under.
        profiles: the rules that are asked; none means all but the optional ones.
        strict: whether what is unknown counts as a violation.
        reasons: why the enforcement is weaker than mandatory, under `enforcement`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    enforcement: Level = Level.MANDATORY
    profiles: tuple[Profile, ...] = ()
    strict: bool = False
    reasons: dict[str, str] = Field(default={})

    @classmethod
    def read(cls, section: Any, stack: str, where: str) -> Policy:
        """The policy of a stack.

        Args:
            section: the section's value; None if there is none.
            stack: the stack's name.
            where: what to call the section in errors, such as `stacks/Pulumi.dev.yaml: strata:policy`.

        Raises:
            InputError: names every mistake; what is under the floor is one.
        """
        try:
            policy = cls.model_validate(section if isinstance(section, Mapping) else section or {})
        except ValidationError as error:
            raise InputError("\n".join(f"{where}{_told(one)}" for one in error.errors())) from None
        if policy.enforcement is Level.ADVISORY and is_floored(stack):
            raise InputError(f"{where}.enforcement: stack {stack} is production, where it is mandatory; got 'advisory'")
        if policy.enforcement is Level.ADVISORY and not policy.reasons.get("enforcement", "").strip():
            raise InputError(f"{where}.reasons.enforcement: is missing; say why violations do not block here")
        return policy

    def level(self, rule: Rule) -> Level:
        """What a violation of a rule does."""
        return Level.MANDATORY if rule.severity in FLOOR_SEVERITIES else self.enforcement


def is_floored(stack: str) -> bool:
    """Whether a stack is one in which every violation blocks."""
    return any(fnmatch.fnmatchcase(stack, pattern) for pattern in FLOOR_STACKS)


def rules_for(policy: Policy, stack: str) -> tuple[Rule, ...]:
    """The rules that a stack is held to: those of its profiles; in production, what only production needs too."""
    chosen = {one.name: one for one in select(policy.profiles)}
    if is_floored(stack):
        chosen |= {one.name: one for one in select({Profile.PROD}) if Profile.OPTIONAL not in one.profiles}
    return tuple(chosen[name] for name in sorted(chosen))


def _told(error: Any) -> str:
    place = "".join(f".{part}" for part in error["loc"])
    return f"{place}: {error['msg'][:1].lower()}{error['msg'][1:]}"
