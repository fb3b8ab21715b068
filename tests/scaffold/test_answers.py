"""Answers are checked all at once, each with what is allowed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from components import mistakes, tags
from scaffold.answers import ENVIRONMENTS, Answers, mistake, regions
from scaffold.errors import AnswerError

GOOD: dict[str, Any] = {
    "name": "acme-ml",
    "region": "eu-central-1",
    "owner": "ml-platform",
    "cost_center": "0815",
    "requirement": "strata==1.0.0",
}


def refused(**answers: Any) -> list[str]:
    """The mistakes, a line each."""
    with pytest.raises(AnswerError) as told:
        Answers.read(GOOD | answers)
    return str(told.value).splitlines()


def test_good_answers_have_every_environment_by_default() -> None:
    answers = Answers.read(GOOD)
    assert answers.environments == ENVIRONMENTS
    assert Answers.read(answers.json()) == answers


def test_environments_come_in_the_order_of_a_change() -> None:
    assert Answers.read(GOOD | {"environments": ["prod", "dev"]}).environments == ("dev", "prod")


@pytest.mark.parametrize(
    "name",
    [
        "../escape",
        "/tmp/x",
        "a/b",
        "with space",
        "Capital",
        "bücher",
        "-x",
        "x-",
        "a--b",
        "1a",
        "a" * 31,
        "a.b",
        "a\n",
        "~",
    ],
)
def test_a_hostile_name_is_refused_with_what_is_allowed(name: str) -> None:
    (line,) = refused(name=name)
    assert line.startswith("name: must be lower-case letters and digits, words joined by single hyphens")
    assert line.endswith(f"such as ml-platform; got {name!r}")


@pytest.mark.parametrize("name", ["a", "ml2", "acme-ml-platform", "a" * 30])
def test_a_good_name(name: str) -> None:
    assert mistake("name", name) == ""


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ({"region": "Frankfurt"}, "region: must be a region such as eu-central-1, got 'Frankfurt'"),
        ({"region": "eu-cental-1"}, "region: AWS has no region 'eu-cental-1'; did you mean 'eu-central-1'?"),
        ({"owner": ""}, "owner: is missing"),
        ({"owner": 7}, "owner: must be text, got 7"),
        (
            {"owner": "a{{b}}"},
            "owner: must be 1 to 256 letters, digits, blanks and _.:/=+@- as AWS takes them in tags, got 'a{{b}}'",
        ),
        ({"environments": []}, "environments: must be some of dev, staging, prod, got []"),
        (
            {"environments": ["pord"]},
            "environments: must be some of dev, staging, prod, got 'pord'; did you mean 'prod'?",
        ),
        (
            {"requirement": 'strata" evil'},
            "requirement: must be a requirement such as strata==1.2.0 or strata @ git+https://…, got 'strata\" evil'",
        ),
        (
            {"requirement": "other==1"},
            "requirement: must be a requirement such as strata==1.2.0 or strata @ git+https://…, got 'other==1'",
        ),
        ({"colour": "red"}, "colour: is unknown"),
    ],
)
def test_what_is_not_allowed_is_told(answers: dict[str, Any], line: str) -> None:
    assert refused(**answers) == [line]


def test_all_mistakes_come_at_once() -> None:
    assert len(refused(name="A", region="B", owner="", cost_center="é", environments=["x"])) == 5


@pytest.mark.parametrize(
    "requirement",
    [
        "strata",
        "strata==1.2.0",
        "strata>=1,<2",
        "strata @ git+https://x.example/s.git@abc",
        "strata @ file:///srv/strata",
    ],
)
def test_ways_to_ask_for_strata(requirement: str) -> None:
    assert mistake("requirement", requirement) == ""


def test_what_is_allowed_is_what_the_program_allows() -> None:
    """Whoever is told yes here is not told no by the program."""
    assert "us-gov-west-1" in regions()
    assert [one for one in regions() if not re.fullmatch(r"[a-z]{2,4}(-[a-z]+)+-[0-9]", one)] == []
    assert mistakes.REGION == "aws:region"
    for value in ("ML platform", "a.b:/=+@-_c", "x" * 256, "0815"):
        assert (mistake("owner", value), mistake("cost_center", value)) == ("", "")
        assert tags.TagsArgs(owner=value, cost_center=value).owner == value
