"""Answers come from flags, else from a person; what cannot be done is told as a mistake of use."""

from __future__ import annotations

import pytest

from cli.errors import Unprepared, UsageError
from cli.scaffolding import answered, mistakes_told
from scaffold.errors import AnswerError, ProjectError, ToolError

GIVEN = {"name": "acme-ml", "region": "eu-central-1", "owner": "a", "cost_center": None, "requirement": None}


def test_a_mistake_is_one_of_use() -> None:
    with pytest.raises(UsageError, match="not so"), mistakes_told():
        raise ProjectError("not so")


def test_a_missing_tool_is_something_that_is_not_prepared() -> None:
    with pytest.raises(Unprepared, match="git is missing") as told, mistakes_told():
        raise ToolError("git is missing")
    assert [one.mend for one in told.value.missing] == ["git --version"]


def test_what_is_missing_is_asked_for_and_where_strata_comes_from_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def ask(question: str, default: str, mistake: object) -> str:
        asked.append((question, default))
        return "0815"

    monkeypatch.setattr("cli.render.scaffold.ask", ask)
    answers = answered(GIVEN, ask=True)
    assert asked == [("Cost centre that pays:", "")]
    assert (answers.cost_center, answers.requirement.startswith("strata")) == ("0815", True)


def test_nobody_is_asked_for_the_rest_when_something_is_wrong_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.render.scaffold.ask", lambda *_: pytest.fail("asked"))
    with pytest.raises(AnswerError, match="name: must be"):
        answered(GIVEN | {"name": "A"}, ask=True)


def test_with_nobody_to_ask_the_flags_are_named() -> None:
    with pytest.raises(UsageError, match="give --cost-center"):
        answered(GIVEN, ask=False)
