"""Nobody loses stacks without having agreed."""

from __future__ import annotations

from typing import Any

import pytest

from cli.errors import Declined, UsageError
from cli.sandbox.confirmation import confirm_loss


class Holding:
    """A sandbox in which stacks live."""

    def __init__(self, **stacks: int) -> None:
        self._stacks = stacks

    def stacks(self) -> dict[str, int]:
        return self._stacks


def ask(monkeypatch: pytest.MonkeyPatch, sandbox: Any, answer: str | None, *, yes: bool = False) -> None:
    monkeypatch.setattr("cli.render.console.person_present", lambda: answer is not None)
    monkeypatch.setattr("builtins.input", lambda *_: answer)
    confirm_loss(sandbox, yes=yes)


def test_without_stacks_or_with_yes_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    ask(monkeypatch, Holding(), None)
    ask(monkeypatch, Holding(dev=2), None, yes=True)


def test_a_person_may_agree_or_not(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ask(monkeypatch, Holding(dev=2, prod=1), "yes")
    assert "This loses dev (2 resources), prod (1 resources). Go on?" in capsys.readouterr().out
    with pytest.raises(Declined):
        ask(monkeypatch, Holding(dev=2), "no")


def test_with_nobody_there_the_flag_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="add --yes"):
        ask(monkeypatch, Holding(dev=2), None)
