"""`strata wake` of a stack that is not up; all else is tested with `strata hibernate`, which comes before it."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_a_stack_that_is_not_up_cannot_wake(fresh: Small) -> None:
    refused = fresh.strata("wake", "dev", "--sandbox", "--yes")
    assert refused.returncode == 2
    assert "dev is not up: there is nothing to put to sleep, or to wake" in refused.stderr
