"""`strata preview` shows a plan and changes nothing."""

from __future__ import annotations

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_a_plan_is_shown_and_nothing_is_recorded(fresh: Small) -> None:
    shown = fresh.strata("preview", "--sandbox")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout == (
        "Planning dev\n +  jobs             2 to create\n +  (stack)          2 to create\n\n 4 to create\n\n"
    )
    assert not (fresh.home / ".pulumi" / "stacks" / fresh.name / "dev.json").exists()


def test_it_needs_no_consent_and_leaves_3_when_no_change_was_expected(fresh: Small) -> None:
    refused = fresh.strata("preview", "--sandbox", "--expect-no-changes")
    assert (refused.returncode, refused.stderr) == (
        ExitCode.CHANGES,
        "error: dev: nothing should change, but 4 would\n",
    )


def test_details_show_the_inputs_of_what_is_new(fresh: Small) -> None:
    fresh.configure(f"{fresh.name}:delay: 7")
    assert "        + delaySeconds: 7\n" in fresh.strata("preview", "--sandbox", "--diff").stdout


def test_the_embedded_engine_is_for_the_sandbox_alone(fresh: Small) -> None:
    refused = fresh.strata("preview", "--engine", "embedded")
    assert refused.returncode == ExitCode.USAGE
    assert "the embedded engine never touches a cloud" in refused.stderr
