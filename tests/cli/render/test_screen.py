"""One screen for people, one for programs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from cli.errors import Missing
from cli.render.screen import JsonScreen, TextScreen, error, screen
from protocol.values import Secret
from tests.cli.events import begin, golden, seen

PROGRESS = seen(*golden("2-update-replace"))


def answered(monkeypatch: pytest.MonkeyPatch, *answers: str, typed: str = "yes") -> tuple[bool, str]:
    out, left = io.StringIO(), list(answers)

    def answer() -> str:
        if not left:
            raise EOFError
        return left.pop(0)

    monkeypatch.setattr("builtins.input", lambda *_: answer())
    return TextScreen(out).confirm("Carry out this plan?", PROGRESS, typed=typed), out.getvalue()


@pytest.mark.parametrize(("answer", "agreed"), [("yes", True), (" Y ", True), ("no", False), ("n", False)])
def test_a_person_is_asked(monkeypatch: pytest.MonkeyPatch, answer: str, agreed: bool) -> None:
    assert answered(monkeypatch, answer) == (agreed, "Carry out this plan? (yes/no/details) ")


def test_details_show_every_property_and_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    agreed, shown = answered(monkeypatch, "details", "yes")
    assert agreed
    assert "~ visibilityTimeoutSeconds: 30 → 60" in shown
    assert shown.count("(yes/no/details)") == 2


def test_anything_else_is_asked_again_and_the_end_of_input_is_no(monkeypatch: pytest.MonkeyPatch) -> None:
    agreed, shown = answered(monkeypatch, "perhaps", "")
    assert not agreed
    assert shown.count("(yes/no/details)") == 3


@pytest.mark.parametrize(("answers", "agreed"), [(["prod"], True), (["yes", "Prod", "no"], False), ([], False)])
def test_what_is_real_is_agreed_to_by_its_name_alone(
    monkeypatch: pytest.MonkeyPatch, answers: list[str], agreed: bool
) -> None:
    given, shown = answered(monkeypatch, *answers, typed="prod")
    assert given is agreed
    assert shown.count("Carry out this plan? (type prod to agree/no/details) ") == max(len(answers), 1)


@pytest.mark.parametrize(("answer", "agreed"), [("y", True), ("no", False)])
def test_a_person_is_asked_for_a_mere_yes_or_no(monkeypatch: pytest.MonkeyPatch, answer: str, agreed: bool) -> None:
    out = io.StringIO()
    monkeypatch.setattr("builtins.input", lambda *_: answer)
    assert TextScreen(out).agree("Install it?") is agreed
    assert out.getvalue() == "Install it? (yes/no) "


def test_a_program_is_never_asked() -> None:
    assert JsonScreen(io.StringIO()).confirm("Carry out this plan?", PROGRESS) is False
    assert JsonScreen(io.StringIO()).agree("Install it?") is False


def test_what_is_missing_is_a_line_for_programs_and_an_error_for_people() -> None:
    people, programs = io.StringIO(), io.StringIO()
    missing = [Missing("the CLI", "curl …")]
    TextScreen(people).missing(missing, "the login")
    JsonScreen(programs).missing(missing, "the login")
    assert people.getvalue() == ""
    assert programs.getvalue().count("\n") == 1
    assert json.loads(programs.getvalue()) == {
        "missing": [{"what": "the CLI", "mend": "curl …"}],
        "unchecked": "the login",
    }


def test_outputs_for_people_and_for_programs() -> None:
    outputs = {"cluster": "strata-dev", "password": Secret("hunter2")}
    people, programs = io.StringIO(), io.StringIO()
    TextScreen(people).outputs("dev", outputs, show_secrets=False)
    JsonScreen(programs).outputs("dev", outputs, show_secrets=False)
    assert people.getvalue() == "cluster   strata-dev\npassword  [secret]\n"
    assert json.loads(programs.getvalue()) == {"cluster": "strata-dev", "password": "[secret]"}


def test_a_stack_without_outputs_says_so() -> None:
    out = io.StringIO()
    TextScreen(out).outputs("dev", {}, show_secrets=False)
    assert out.getvalue() == "dev has no outputs\n"


def test_tables_for_people_and_for_programs() -> None:
    rows = [
        {"stack": "dev", "resources": 12, "updated": "2026-01-01"},
        {"stack": "prod", "resources": 0, "updated": None},
    ]
    people, programs = io.StringIO(), io.StringIO()
    TextScreen(people).table(rows)
    JsonScreen(programs).table(rows)
    assert [line.split() for line in people.getvalue().splitlines()] == [
        ["stack", "resources", "updated"],
        ["dev", "12", "2026-01-01"],
        ["prod", "0", "-"],
    ]
    assert json.loads(programs.getvalue()) == rows


def test_facts_for_people_tell_how_to_use_the_endpoint() -> None:
    people, programs = io.StringIO(), io.StringIO()
    facts = {"running": True, "endpoint": "http://127.0.0.1:1", "log": Path("aws.log"), "stacks": {"strata/dev": 3}}
    TextScreen(people).facts(facts)
    JsonScreen(programs).facts(facts)
    lines = people.getvalue().splitlines()
    assert lines[:4] == [
        "running   yes",
        "endpoint  http://127.0.0.1:1",
        "log       aws.log",
        "stacks    strata/dev (3)",
    ]
    assert lines[4].startswith("aws       AWS_ENDPOINT_URL=http://127.0.0.1:1 AWS_REGION=us-east-1 ")
    assert json.loads(programs.getvalue()) == {**facts, "log": "aws.log"}


def test_plans_are_for_people_only() -> None:
    people, programs = io.StringIO(), io.StringIO()
    TextScreen(people).plan(seen(begin("create", "aws:sqs/queue:Queue", "a")))
    JsonScreen(programs).plan(PROGRESS)
    assert people.getvalue() == " +  (stack)          1 to create\n     +  aws:sqs:Queue a\n\n 1 to create\n\n"
    assert programs.getvalue() == ""


def test_remarks_of_a_program_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    screen(json=True).say("starting")
    error("no stack 'dve'")
    assert capsys.readouterr() == ("", "starting\nerror: no stack 'dve'\n")
