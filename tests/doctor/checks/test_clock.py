"""This machine's clock against the time that AWS tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from doctor import CannotTell, Outcome, Subject
from doctor.checks.clock import CHECK
from sandbox.providers.aws.session import AwsSession
from tests.doctor.http import serving


class Clock(BaseHTTPRequestHandler):
    """Tells a time that is off by so many seconds; none at all if that is None."""

    off_s: float | None = 0.0

    def do_HEAD(self) -> None:
        self.send_response_only(404)
        if self.off_s is not None:
            self.send_header("Date", format_datetime(datetime.now(UTC) + timedelta(seconds=self.off_s), usegmt=True))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def told(subject: Subject) -> Iterator[Callable[[float | None], Any]]:
    """What is found where AWS's time is so many seconds ahead of ours."""
    with serving(Clock) as endpoint:
        subject.open_account = lambda: AwsSession(endpoint, "eu-central-1").client

        def found(off_s: float | None) -> Any:
            Clock.off_s = off_s
            return CHECK.run(subject)

        yield found


def test_a_clock_that_agrees(told: Callable[[float | None], Any]) -> None:
    assert told(0).outcome is Outcome.PASS
    assert told(-20).outcome is Outcome.PASS


@pytest.mark.parametrize(("off_s", "how"), [(120, "behind"), (-120, "ahead of")])
def test_a_clock_that_is_off_is_a_warning(told: Callable[[float | None], Any], off_s: float, how: str) -> None:
    found = told(off_s)
    assert (found.outcome, f" s {how} http://127.0.0.1" in found.found) == (Outcome.WARN, True)
    assert found.mend == "sudo timedatectl set-ntp true"


@pytest.mark.parametrize("off_s", [3600, -3600])
def test_a_clock_that_aws_does_not_accept_fails(told: Callable[[float | None], Any], off_s: float) -> None:
    found = told(off_s)
    assert found.outcome is Outcome.FAIL
    assert found.found.endswith(": AWS refuses what is signed more than 5 minutes off")


def test_who_tells_no_time_is_not_believed(told: Callable[[float | None], Any]) -> None:
    with pytest.raises(CannotTell, match="does not tell the time"):
        told(None)


def test_where_nobody_answers_there_is_no_time(subject: Subject, closed_port: int) -> None:
    subject.open_account = lambda: AwsSession(f"http://127.0.0.1:{closed_port}", "eu-central-1").client
    with pytest.raises(CannotTell, match=r"does not tell the time: .*refused"):
        CHECK.run(subject)
