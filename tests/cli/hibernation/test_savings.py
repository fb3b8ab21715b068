"""What sleeping saves; what commands make of it is tested in test_hibernate.py."""

from __future__ import annotations

import pytest

from cli.hibernation.savings import savings
from cli.workspace import Workspace
from tests.cli.conftest import Small
from tests.cli.hibernation.asleep import PROGRAM

pytestmark = pytest.mark.slow


def test_what_is_saved_and_what_stays_is_all_there_is(fresh: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh.program(PROGRAM)
    monkeypatch.chdir(fresh.root)
    found = savings(Workspace(fresh.root, fresh.home), "dev")
    assert {item.urn.rpartition("::")[2] for item in found.saved} == {"nodes", "db"}
    assert found.saved_sum.usd.low == pytest.approx(2 * (0.1008 * 730 + 20 * 0.08) + 0.032 * 730)
    assert found.staying_sum.usd.low == pytest.approx(73 + 20 * 0.115 + 0.4)
    awake = found.awake.estimate.total.usd
    both = found.saved_sum.usd + found.staying_sum.usd
    assert (both.low, both.high) == pytest.approx((awake.low, awake.high))
