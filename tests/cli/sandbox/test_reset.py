"""`strata sandbox reset` leaves an empty sandbox."""

from __future__ import annotations

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_everything_is_forgotten_and_the_platform_can_be_brought_up_again(small: Small) -> None:
    assert small.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    assert small.strata("sandbox", "reset").returncode == ExitCode.USAGE
    assert small.strata("sandbox", "reset", "--yes").stdout == (
        "the sandbox is empty; `strata up --sandbox` starts it anew\n"
    )
    assert small.strata("outputs").stdout == "dev has no outputs\n"
    again = small.strata("up", "--sandbox", "--yes", "--skip-preview")
    assert again.returncode == 0
    assert "4 created" in again.stdout


def test_an_empty_sandbox_needs_no_consent(small: Small) -> None:
    assert small.strata("sandbox", "reset").returncode == 0
