"""Typed settings: a section of the stack file for each component.

A component's arguments are a subclass of `Args`; its section bears the name of the module it stands in: `QueuesArgs` in
`components/queues.py` is read from `strata:queues`. Every mistake in every section is reported at once.

pulumi.RunError
└── ConfigError     the stack file is wrong; the user edits it
"""

import difflib
import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, ClassVar, Literal, Self, TypeVar

import pulumi
from pulumi.runtime import config
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

NAMESPACE = "strata"


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

    @model_validator(mode="after")
    def _weaker_with_a_reason(self) -> Self:
        weaker = {name for name in self.guarded if _weaker(getattr(self, name), type(self).model_fields[name].default)}
        given = {name for name, reason in self.reasons.items() if reason.strip()}
        if unexplained := sorted(weaker - given):
            raise ValueError(
                f"{_listed(unexplained)} weaker than the default: say why in `reasons`, by the setting's name"
            )
        if pointless := sorted(set(self.reasons) - weaker):
            raise ValueError(f"`reasons` names {', '.join(pointless)}, but nothing there is weaker than its default")
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
    mistakes = list(find_mistakes())
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return section.model_validate(_configured(section.section()))


def find_mistakes() -> Iterator[str]:
    """Every mistake in the stack file's `strata:` keys, a line each: where, what is allowed, what was found."""
    where = f"stacks/Pulumi.{pulumi.get_stack()}.yaml"
    sections = {section.section(): section for section in Section.__subclasses__()}
    for name in _configured_sections():
        if name not in sections:
            yield f"{where}: {NAMESPACE}:{name}: unknown section{_suggestion(name, list(sections))}"
    for name, section in sections.items():
        try:
            section.model_validate(_configured(name))
        except ValidationError as invalid:
            for error in invalid.errors(include_url=False):
                yield f"{where}: {_path(name, error['loc'])}: {_explain(section, error)}"
        except json.JSONDecodeError as malformed:
            yield f"{where}: {NAMESPACE}:{name}: must be a mapping, got text that is not JSON ({malformed.msg})"


def _configured(name: str) -> Any:
    value = pulumi.Config(NAMESPACE).get(name)
    return {} if value is None else json.loads(value)


def _configured_sections() -> list[str]:
    everything = {**config.get_config_env(), **config.CONFIG.get()}
    keys = (key.split(":", 1) for key in everything)
    return sorted(name for namespace, name in keys if namespace == NAMESPACE)


def _weaker(value: Any, default: Any) -> bool:
    is_number = isinstance(default, int | float) and not isinstance(default, bool)
    return bool(value < default) if is_number else bool(value != default)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}"


def _path(section: str, location: tuple[int | str, ...]) -> str:
    """`strata:queues.teams[0].gpus` for ("teams", 0, "gpus")."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return f"{NAMESPACE}:{section}{''.join(steps)}"


def _explain(section: type[Section], error: Any) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return f"unknown setting{_suggestion(str(error['loc'][-1]), _fields_at(section, error['loc'][:-1]))}"
        case "missing":
            return "is required"
        case "greater_than_equal":
            return f"at least {context['ge']}, got {error['input']!r}"
        case "less_than_equal":
            return f"at most {context['le']}, got {error['input']!r}"
        case "value_error":
            return str(context["error"])
        case _:
            return f"{error['msg'][0].lower()}{error['msg'][1:]}, got {error['input']!r}"


def _fields_at(section: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The settings allowed at a place, found by walking the model's JSON Schema."""
    schema = section.model_json_schema()
    node: dict[str, Any] = schema
    for step in location:
        inner = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
        node = inner or node.get("additionalProperties") or {}
        node = schema.get("$defs", {}).get(node.get("$ref", "").rpartition("/")[2], node)
    return list(node.get("properties", {}))


def _suggestion(name: str, allowed: list[str]) -> str:
    close = difflib.get_close_matches(name, allowed, n=1)
    return f", did you mean {close[0]!r}?" if close else f"; allowed: {', '.join(sorted(allowed))}"
