"""Typed settings: a section of the stack file for each component.

A component's arguments are a subclass of `Args`; its section bears the name of the module it stands in: `QueuesArgs` in
`components/queues.py` is read from `strata:queues`. Every mistake in every section is reported at once.

pulumi.RunError
└── ConfigError     the stack file is wrong; the user edits it
"""

from enum import StrEnum
from typing import Any, ClassVar, Literal, Self, TypeVar

import pulumi
from pydantic import BaseModel, ConfigDict, Field, model_validator

from components.mistakes import configured, find_mistakes


class Args(BaseModel):
    """What the user chose for a component: closed, frozen, every default safe."""

    model_config = ConfigDict(frozen=True, extra="forbid")


LogRetentionDays = Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 3653]
"""The retention times that CloudWatch Logs offers, in days."""


class Deletion(StrEnum):
    """Whether `destroy`, or a change that replaces it, may delete what cannot be made again."""

    PROTECTED = "protected"
    ALLOWED = "allowed"

    @property
    def protects(self) -> bool:
        """The value of the resource option `protect`."""
        return self is Deletion.PROTECTED


class Guarded(Args):
    """Settings some of which may be weaker than their default only with a reason."""

    guarded: ClassVar[tuple[str, ...]] = ()
    """Settings whose default is the safest value: another value, or a lower number, needs a reason."""
    reasons: dict[str, str] = Field(default={})
    """Why a guarded setting is weaker than its default, by the setting's name."""

    def weaker(self) -> set[str]:
        """The settings that are weaker than their default."""
        return {name for name in self.guarded if _weaker(getattr(self, name), type(self).model_fields[name].default)}

    @model_validator(mode="after")
    def _weaker_with_a_reason(self) -> Self:
        weaker = self.weaker()
        given = {name for name, reason in self.reasons.items() if reason.strip()}
        if unexplained := sorted(weaker - given):
            raise ValueError(
                f"weaker than the default without a reason: {', '.join(unexplained)}; say why in `reasons`"
            )
        if pointless := sorted(set(self.reasons) - weaker):
            raise ValueError(f"reasons for what is not weaker than the default: {', '.join(pointless)}; remove them")
        return self


class Section(Guarded):
    """The settings of one component, read from the section named after the component's module."""

    @classmethod
    def section(cls) -> str:
        """The section's name in the stack file, without the namespace."""
        return cls.__module__.rpartition(".")[2]


class ConfigError(pulumi.RunError):
    """The stack file is wrong. The message has one line for each mistake."""


SectionT = TypeVar("SectionT", bound=Section)


def read(section: type[SectionT]) -> SectionT:
    """The settings of one component.

    Raises:
        ConfigError: any section of the stack file, not just this one, holds a mistake.
    """
    mistakes = list(find_mistakes({known.section(): known for known in Section.__subclasses__()}))
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return section.model_validate(configured(section.section(), section))


def _weaker(value: Any, default: Any) -> bool:
    is_number = isinstance(default, int | float) and not isinstance(default, bool)
    return bool(value < default) if is_number else bool(value != default)
