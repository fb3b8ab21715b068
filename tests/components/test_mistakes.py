"""Every mistake in a stack file is told at once, each in one line that says where, what is allowed, what was found."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import copy_context
from enum import StrEnum
from ipaddress import IPv4Network
from typing import Any, Literal

import pytest
from pulumi.runtime import config as runtime
from pulumi.runtime import settings
from pydantic import BaseModel, ConfigDict, Field

from components.mistakes import find_mistakes

WHERE = "stacks/Pulumi.dev.yaml: "


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Nested(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: int = Field(default=3, ge=2, le=5)


class Probe(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(default="abc", pattern="^[a-z]+$")
    colour: Colour = Colour.RED
    days: Literal[1, 3] = 1
    block: IPv4Network = IPv4Network("10.0.0.0/16")
    items: list[Nested] = []
    by_name: dict[str, Nested] = {}
    maybe: Nested | None = None
    colours: dict[Colour, int] = {}


def mistakes_in(keys: Mapping[str, str], *, secret: tuple[str, ...] = ()) -> list[str]:
    """The mistakes in a stack file with these keys, as the engine hands them to the program."""

    def find() -> list[str]:
        settings.configure(settings.Settings(project="strata", stack="dev"))
        runtime.set_all_config(dict(keys), list(secret))
        return list(find_mistakes({"probe": Probe}))

    return copy_context().run(find)


def mistake_in(probe: str, **options: Any) -> str:
    """The one mistake in a section, without the file's name."""
    found = mistakes_in({"aws:region": "eu-central-1", "strata:probe": probe}, **options)
    assert len(found) == 1, found
    return found[0].removeprefix(WHERE)


@pytest.mark.parametrize(
    ("section", "mistake"),
    [
        ('{"tpyo": 1}', "strata:probe.tpyo: unknown setting; allowed: block, by_name, colour, colours, days, items, "),
        ('{"itmes": 1}', "strata:probe.itmes: unknown setting, did you mean 'items'?"),
        ('{"items": [{}, {"siez": 1}]}', "strata:probe.items[1].siez: unknown setting, did you mean 'size'?"),
        ('{"by_name": {"a": {"siez": 1}}}', "strata:probe.by_name.a.siez: unknown setting, did you mean 'size'?"),
        ('{"maybe": {"siez": 1}}', "strata:probe.maybe.siez: unknown setting, did you mean 'size'?"),
        ('{"maybe": {"size": 6}}', "strata:probe.maybe.size: at most 5, got 6"),
        ('{"maybe": {"size": 1}}', "strata:probe.maybe.size: at least 2, got 1"),
        ('{"maybe": {"size": "many"}}', "strata:probe.maybe.size: must be a whole number, got 'many'"),
        ('{"maybe": {"size": 2.5}}', "strata:probe.maybe.size: must be a whole number, got 2.5"),
        ('{"maybe": {"size": null}}', "strata:probe.maybe.size: must be a whole number, got None"),
        ('{"maybe": 3}', "strata:probe.maybe: must be a mapping of settings, got 3"),
        ('{"text": 3}', "strata:probe.text: must be text, got 3"),
        ('{"text": "A"}', "strata:probe.text: must match ^[a-z]+$, got 'A'"),
        ('{"items": 3}', "strata:probe.items: must be a list, got 3"),
        ('{"by_name": []}', "strata:probe.by_name: must be a mapping, got []"),
        ('{"colour": "green"}', "strata:probe.colour: must be 'red' or 'blue', got 'green'"),
        ('{"colour": 1.5}', "strata:probe.colour: must be 'red' or 'blue', in quotes, got 1.5"),
        ('{"colours": {"green": 1}}', "strata:probe.colours.green: must be 'red' or 'blue', got 'green'"),
        ('{"days": 2}', "strata:probe.days: must be 1 or 3, got 2"),
        (
            '{"block": "10.0.0.1/16"}',
            "strata:probe.block: must be a block of IPv4 addresses such as 10.0.0.0/16, its host bits zero, ",
        ),
        ("[]", "strata:probe: must be a mapping of settings, got []"),
        ("many", "strata:probe: must be a mapping of settings, got text"),
    ],
)
def test_says_where_what_is_allowed_and_what_was_found(section: str, mistake: str) -> None:
    found = mistake_in(section)
    assert found == mistake or (mistake.endswith(", ") and found.startswith(mistake))


@pytest.mark.parametrize(
    ("keys", "mistake"),
    [
        ({}, "aws:region: is required, e.g. eu-central-1"),
        ({"aws:region": "frankfurt"}, "aws:region: must be a region such as eu-central-1, got 'frankfurt'"),
        ({"aws:region": "us-gov-west-1", "aws:profile": "me"}, "aws:profile: has no effect: the program's own "),
        ({"aws:region": "eu-west-1", "strata:prode": "{}"}, "strata:prode: unknown section, did you mean 'probe'?"),
        ({"aws:region": "eu-west-1", "srata:probe": "{}"}, "srata:probe: unknown namespace, did you mean 'strata'?"),
    ],
)
def test_finds_keys_that_mean_nothing(keys: dict[str, str], mistake: str) -> None:
    found = mistakes_in(keys)
    assert len(found) == 1
    assert found[0].startswith(WHERE + mistake)


def test_tells_all_mistakes_at_once() -> None:
    keys = {"strata:probe": '{"text": 1, "items": [{"size": 9}]}', "strata:other": "{}"}
    assert mistakes_in(keys) == [
        f"{WHERE}strata:other: unknown section; allowed: probe",
        f"{WHERE}aws:region: is required, e.g. eu-central-1",
        f"{WHERE}strata:probe.text: must be text, got 1",
        f"{WHERE}strata:probe.items[0].size: at most 5, got 9",
    ]


def test_a_file_without_mistakes_has_none() -> None:
    keys = {"aws:region": "eu-west-1", "strata:probe": '{"items": [{"size": 2}]}', "pulumi:tags": "{}"}
    assert mistakes_in(keys) == []


@pytest.mark.parametrize("section", ['{"text": "HUNTER2"}', '{"maybe": "HUNTER2"}', '{"colour": "HUNTER2"}'])
def test_never_shows_what_is_secret(section: str) -> None:
    assert "HUNTER2" not in mistake_in(section, secret=("strata:probe",))
    assert "HUNTER2" in mistake_in(section)
