"""What `strata new` and `strata add` share: mistakes told as such, and answers asked for where somebody is."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cli.errors import Missing, Unprepared, UsageError

if TYPE_CHECKING:
    from scaffold.answers import Answers

QUESTIONS = {
    "name": ("PROJECT", "Name of the project:"),
    "region": ("--region", "AWS region of its stacks:"),
    "owner": ("--owner", "Team that is called when something breaks:"),
    "cost_center": ("--cost-center", "Cost centre that pays:"),
}
"""Of what has no default: how it is given on the command line, and how it is asked for."""


@contextmanager
def mistakes_told() -> Iterator[None]:
    """Tell what cannot be done as a mistake of use, not as a defect.

    Raises:
        UsageError: as typed, or with this project, it cannot be done.
        Unprepared: git is missing, or fails.
    """
    from scaffold.errors import ScaffoldError, ToolError

    try:
        yield
    except ToolError as error:
        raise Unprepared("nothing was written", [Missing(str(error), "git --version")]) from error
    except ScaffoldError as error:
        raise UsageError(str(error)) from error


def answered(given: Mapping[str, Any], *, ask: bool) -> Answers:
    """The answers that flags give; what is missing is asked for, if somebody can answer.

    Raises:
        UsageError: some are missing, and nobody is to be asked; names the flags.
        scaffold.errors.AnswerError: some are not allowed.
    """
    from cli.render.scaffold import ask as question
    from scaffold.answers import Answers, mistake
    from scaffold.requirement import requirement

    answers = {name: value for name, value in given.items() if value is not None}
    missing = [name for name in QUESTIONS if name not in answers]
    if missing and not ask:
        flags = ", ".join(QUESTIONS[name][0] for name in missing)
        raise UsageError(f"nobody is at a terminal to be asked: give {flags}")
    if answers:
        # Before anybody is asked for the rest.
        others = dict.fromkeys(QUESTIONS, "asked") | {"region": "us-east-1", "requirement": "strata"}
        Answers.read(others | answers)
    for name in missing:
        default = os.environ.get("AWS_REGION", "") if name == "region" else ""
        answers[name] = question(QUESTIONS[name][1], default, functools.partial(mistake, name))
    return Answers.read({"requirement": requirement()} | answers)
