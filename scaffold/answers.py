"""What a project is made from: the answers to what `strata new` asks, checked, and kept in the project."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any, Final

import botocore.session

from scaffold.errors import AnswerError

ENVIRONMENTS: Final = ("dev", "staging", "prod")
"""The environments that there are stack files for, in the order in which a change goes through them."""
NAME_LENGTH: Final = 30
"""The longest name: `<name>-staging-tracking` must fit into the names of databases."""
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_REGION: Final = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]")
_TAG: Final = re.compile(r"[A-Za-z0-9 _.:/=+@-]{1,256}")
"""As `components.tags` has it: what AWS takes as a tag's value in every service."""
_REQUIREMENT: Final = re.compile(r"strata(\[[a-z,-]+\])?( @ \S+| ?[=<>~!]=?[^\"\\]+)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a project is made from.

    Attributes:
        name: the project's; begins the names of clusters, repositories and keys.
        region: the AWS region of its stacks.
        owner: the team that is called when something breaks.
        cost_center: who pays.
        environments: those of `ENVIRONMENTS` that it has a stack for.
        requirement: what its pyproject.toml asks for to get Strata.
    """

    name: str
    region: str
    owner: str
    cost_center: str
    environments: tuple[str, ...] = ENVIRONMENTS
    requirement: str

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Answers:
        """Check answers.

        Raises:
            AnswerError: some are missing or not allowed; a line for each.
        """
        known = {field.name for field in fields(cls)}
        mistakes = [f"{name}: is unknown" for name in given if name not in known]
        texts = {name: given.get(name) for name in ("name", "region", "owner", "cost_center", "requirement")}
        for name, value in texts.items():
            mistakes += [f"{name}: {mistake}" for mistake in _mistakes(name, value)]
        environments = given.get("environments", ENVIRONMENTS)
        mistakes += [f"environments: {mistake}" for mistake in _wrong_environments(environments)]
        if mistakes:
            raise AnswerError("\n".join(mistakes))
        ordered = tuple(name for name in ENVIRONMENTS if name in environments)
        return cls(**{name: str(value) for name, value in texts.items()}, environments=ordered)

    def json(self) -> dict[str, Any]:
        """As they are kept."""
        return {**asdict(self), "environments": list(self.environments)}


def mistake(name: str, value: str) -> str:
    """What is wrong with one answer; empty if nothing is."""
    return next(_mistakes(name, value), "")


def _mistakes(name: str, value: object) -> Iterator[str]:
    if value is None or value == "":
        yield "is missing"
    elif not isinstance(value, str):
        yield f"must be text, got {value!r}"
    elif name == "name":
        if not _NAME.fullmatch(value) or len(value) > NAME_LENGTH:
            yield (
                f"must be lower-case letters and digits, words joined by single hyphens, beginning with a letter, "
                f"at most {NAME_LENGTH}, such as ml-platform; got {value!r}"
            )
    elif name == "region":
        yield from _wrong_region(value)
    elif name == "requirement":
        if not _REQUIREMENT.fullmatch(value):
            yield f"must be a requirement such as strata==1.2.0 or strata @ git+https://…, got {value!r}"
    elif not _TAG.fullmatch(value) or value != value.strip():
        yield f"must be 1 to 256 letters, digits, blanks and _.:/=+@- as AWS takes them in tags, got {value!r}"


def _wrong_region(region: str) -> Iterator[str]:
    if not _REGION.fullmatch(region):
        yield f"must be a region such as eu-central-1, got {region!r}"
    elif region not in regions():
        close = difflib.get_close_matches(region, regions(), n=1)
        yield f"AWS has no region {region!r}" + (f"; did you mean {close[0]!r}?" if close else "")


def _wrong_environments(given: object) -> Iterator[str]:
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        yield f"must be some of {', '.join(ENVIRONMENTS)}, got {given!r}"
        return
    for name in given:
        if name not in ENVIRONMENTS:
            close = difflib.get_close_matches(str(name), ENVIRONMENTS, n=1)
            yield f"must be some of {', '.join(ENVIRONMENTS)}, got {name!r}" + (
                f"; did you mean {close[0]!r}?" if close else ""
            )


@cache
def regions() -> tuple[str, ...]:
    """The regions that the AWS SDK knows, of every partition, without asking anybody."""
    session = botocore.session.get_session()
    return tuple(
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions("ec2", partition)
    )
