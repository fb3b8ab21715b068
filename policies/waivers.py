"""Waivers: violations that are accepted for a while, as data in the repository. They are checked like all else."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from policies.finding import Finding, Outcome
from policies.inputs import InputError
from policies.inputs.documents import read_yaml
from policies.resource import Resource
from policies.rule import Profile, Rule, Severity
from policies.stack import Stack
from policies.standards import Controls

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

WAIVER_VALID = Rule(
    name="waiver-valid",
    title="Every waiver is in force, needed, and no wider than what needs it.",
    why="a waiver that outlives its reason, or covers more than it was granted for, hides the next violation.",
    fix="renew it with a new date, narrow it to the resources that need it, or take it out of the file.",
    severity=Severity.MEDIUM,
    types=(),
    controls=Controls(),
    profiles=frozenset(Profile),
)


class Waiver(BaseModel):
    """One accepted violation.

    Attributes:
        rule: the rule's name.
        urn, match, component: exactly one of them: a resource's URN; a pattern of URNs, in which `*` stands for any
            text; or the logical name of a component, for all that lies in it.
        reason: why it is acceptable.
        owner: who answers for it.
        ticket: where it was decided.
        expires: the last day on which it holds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Text
    urn: Text | None = None
    match: Text | None = None
    component: Text | None = None
    reason: Text
    owner: Text
    ticket: Text
    expires: date

    @model_validator(mode="after")
    def _one_scope(self) -> Self:
        if len([one for one in (self.urn, self.match, self.component) if one is not None]) != 1:
            raise ValueError("exactly one of urn, match and component says what it is for")
        return self

    @property
    def scope(self) -> str:
        """What it is for, in words."""
        if self.component is not None:
            return f"component {self.component}"
        return self.urn or f"resources like {self.match}"

    def concerns(self, stack: Stack) -> bool:
        """Whether it is for resources of a stack, and not only of another that the same file serves."""
        named = (self.urn or self.match or "*").partition("::")[0]
        return "*" in named or not stack.urn or named == stack.urn.partition("::")[0]

    def covers(self, resource: Resource) -> bool:
        """Whether it is for a resource."""
        if self.urn is not None:
            return resource.urn == self.urn
        if self.match is not None:
            return fnmatch.fnmatchcase(resource.urn, self.match)
        return any(one.name == self.component for one in _ancestors(resource))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    waivers: list[Waiver] = Field(default=[])


def read_waivers(path: Path, rules: Iterable[Rule]) -> list[Waiver]:
    """The waivers in a file; none if there is no such file.

    Raises:
        InputError: names every mistake in it, a rule that does not exist among them.
    """
    if not path.exists():
        return []
    documents = read_yaml(path)
    try:
        waivers = _File.model_validate(documents[0] if documents else {}).waivers
    except ValidationError as error:
        raise InputError("\n".join(f"{path}: {_told(one)}" for one in error.errors())) from None
    names = {one.name for one in rules}
    unknown = [(number, one.rule) for number, one in enumerate(waivers) if one.rule not in names]
    if unknown:
        raise InputError("\n".join(f"{path}: waivers[{n}].rule: no rule is named {name!r}" for n, name in unknown))
    return waivers


@dataclass(frozen=True, slots=True)
class Book:
    """The waivers of a project.

    Attributes:
        waivers: all of them.
        today: the day they are judged by.
        file: where they stand, for findings about them.
    """

    waivers: Sequence[Waiver]
    today: date
    file: str = "waivers.yaml"

    def waiver_for(self, rule: Rule, resource: Resource | None) -> Waiver | None:
        """The first waiver in force for a rule on a resource."""
        if resource is None:
            return None
        in_force = (one for one in self.waivers if one.expires >= self.today)
        return next((one for one in in_force if one.rule == rule.name and one.covers(resource)), None)

    def review(self, stack: Stack, violations: dict[str, set[str]], checked: dict[str, list[str]]) -> Iterator[Finding]:
        """What is wrong with the waivers themselves.

        Args:
            violations: the URNs with a violation, by rule.
            checked: the URNs that were looked at, by rule; waivers of rules that were not asked are left alone.
        """
        for number, waiver in enumerate(self.waivers):
            if waiver.rule not in checked or not waiver.concerns(stack):
                continue
            at = f"waivers[{number}]"
            covered = {one.urn for one in stack.resources if waiver.covers(one)} & set(checked[waiver.rule])
            needed = covered & violations.get(waiver.rule, set())
            told = ""
            if waiver.expires < self.today:
                told = f"expired on {waiver.expires.isoformat()}, and {waiver.owner} is to decide ({waiver.ticket})"
            elif not needed:
                told = f"nothing needs it: {waiver.rule} holds for {waiver.scope}"
            elif waiver.match is not None and covered - needed:
                told = f"too wide: {len(covered - needed)} of the {len(covered)} resources it covers do not need it"
            if told:
                yield Finding(self.file, at, Outcome.VIOLATED, told)


def _ancestors(resource: Resource) -> Iterator[Resource]:
    """A resource and what it lies in; bounded, for a graph that is wrong may have cycles."""
    seen: set[str] = set()
    one: Resource | None = resource
    while one is not None and one.urn not in seen:
        seen.add(one.urn)
        yield one
        one = one.stack.find(one.parent)


def _told(error: object) -> str:
    details = dict(error) if isinstance(error, dict) else {}
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in details.get("loc", ())).lstrip(".")
    message = str(details.get("msg", "")).removeprefix("Value error, ")
    return f"{place}: {message[:1].lower()}{message[1:]}"
