"""Room on the disk of the state."""

from __future__ import annotations

import shutil
from typing import NamedTuple

import pytest

from doctor import Outcome, Subject
from doctor.checks.disk import CHECK


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("mib", "outcome", "told"),
    [
        (5 * 1024, Outcome.PASS, "5 GiB are free at "),
        (1023, Outcome.WARN, "1023 MiB are free at "),
        (99, Outcome.FAIL, "99 MiB are free at "),
    ],
)
def test_room(subject: Subject, monkeypatch: pytest.MonkeyPatch, mib: int, outcome: Outcome, told: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 50, 0, mib << 20))
    found = CHECK.run(subject)
    assert (found.outcome, found.found.startswith(f"{told}{subject.root}")) == (outcome, True)


def test_this_disk(subject: Subject) -> None:
    free_mib = shutil.disk_usage(subject.root).free >> 20
    assert (CHECK.run(subject).outcome is Outcome.PASS) == (free_mib >= 1024)
