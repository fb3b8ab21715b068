"""`strata sandbox stop` ends the server, and says beforehand what is lost with it."""

from __future__ import annotations

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_when_it_does_not_run_nothing_happens(small: Small) -> None:
    told = small.strata("sandbox", "stop")
    assert (told.returncode, told.stdout) == (0, "the sandbox is not running\n")


def test_a_stop_is_confirmed_then_loses_the_server_and_the_next_command_says_so(small: Small) -> None:
    assert small.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    refused = small.strata("sandbox", "stop")
    assert (refused.returncode, refused.stderr) == (
        ExitCode.USAGE,
        "error: this would lose small/dev (2 resources): add --yes\n",
    )
    assert small.strata("sandbox", "stop", "--yes").stdout == "the sandbox is stopped\n"
    lost = small.strata("up", "--sandbox", "--yes")
    assert lost.returncode == ExitCode.FAILED
    assert lost.stdout == ""
    assert "the sandbox's AWS server is gone" in lost.stderr
    assert "strata sandbox reset" in lost.stderr
    assert "Traceback" not in lost.stderr
