"""Who one is at AWS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest

from doctor import Outcome, Subject
from doctor.checks.credentials import CHECK
from doctor.subject import NoAccount

MOTO = "account 123456789012, region eu-central-1, as arn:aws:sts::123456789012:user/moto"


def test_who_one_is(subject: Subject) -> None:
    found = CHECK.run(subject)
    assert (found.outcome, found.found) == (Outcome.PASS, MOTO)


def test_the_role_that_the_stack_works_as_is_told(subject: Subject) -> None:
    subject.assumed_role = "arn:aws:iam::123456789012:role/deployer"
    assert CHECK.run(subject).found == f"{MOTO}, which works as arn:aws:iam::123456789012:role/deployer"


def test_credentials_that_end_soon_are_a_warning(subject: Subject) -> None:
    subject.ends_soon = lambda: True
    found = CHECK.run(subject)
    assert (found.outcome, found.mend) == (Outcome.WARN, "aws sso login")


def test_the_root_user_is_a_warning(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    sts = Mock()
    sts.get_caller_identity.return_value = {"Account": "1", "Arn": "arn:aws:iam::1:root"}
    monkeypatch.setattr(subject, "aws", lambda _: sts)
    found = CHECK.run(subject)
    assert (found.outcome, "the root user" in found.found) == (Outcome.WARN, True)


def test_without_credentials_it_fails_and_says_what_mends_it(subject: Subject, client: Callable[[str], Any]) -> None:
    def refuse() -> Any:
        raise NoAccount("AWS credentials: none found", "aws configure sso")

    subject.open_account = refuse
    found = CHECK.run(subject)
    assert (found.outcome, found.found, found.mend) == (
        Outcome.FAIL,
        "AWS credentials: none found",
        "aws configure sso",
    )
