"""What checks look at, and why they cannot."""

from __future__ import annotations

import pytest

from doctor import CannotTell, Subject
from doctor.declared import Declared
from doctor.subject import NoAccount


def test_without_a_plan_nothing_is_declared(subject: Subject) -> None:
    with pytest.raises(CannotTell, match="the stack cannot be planned; see `program`"):
        _ = subject.declared
    subject.plan(Declared([]))
    assert subject.declared.resources == ()


def test_without_a_stack_none_is_named(subject: Subject) -> None:
    assert subject.named.name == "test"
    subject.stack = None
    with pytest.raises(CannotTell, match="no stack is named"):
        _ = subject.named


def test_an_account_is_opened_once_and_a_refusal_is_not_asked_for_again(subject: Subject) -> None:
    asked: list[str] = []

    def refuse() -> None:
        asked.append("once")
        raise NoAccount("no credentials", "aws configure sso")

    subject.open_account = refuse  # type: ignore[assignment]
    for _ in range(3):
        with pytest.raises(NoAccount, match="no credentials"):
            subject.aws("sts")
    assert asked == ["once"]


def test_a_client_is_made_once(subject: Subject) -> None:
    assert subject.aws("sts") is subject.aws("sts")
