"""Protection gives way to a reason, which is recorded."""

from __future__ import annotations

import getpass
import json

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small
from tests.cli.guarded import buckets, guard, messages
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow


def test_with_a_reason_everything_goes_and_the_history_tells_who_and_why(fresh: Small) -> None:
    """The provider's own protection is lifted, too: the bucket holds an object. The stack's file is not touched."""
    guarded = guard(fresh)
    file = guarded.root / "stacks" / "Pulumi.dev.yaml"
    before = file.read_bytes()
    done = guarded.strata("destroy", "--sandbox", "--yes", "--override-protection", "the account is closed")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    said = f"protection overridden by {getpass.getuser()}@"
    assert done.stdout.startswith(said)
    assert "2 resources lose their protection:\n  aws:kms:Key key\n  aws:s3:Bucket data\n" in done.stdout
    assert "dev: destroyed in " in done.stdout
    assert buckets(guarded) == []
    assert file.read_bytes() == before
    _, lifting, destroying = messages(guarded)
    assert lifting.startswith(said)
    assert ": the account is closed; unprotected: urn:pulumi:dev::" in lifting
    assert destroying.startswith(said)
    assert destroying.endswith(": the account is closed")


def test_only_what_goes_loses_its_protection(fresh: Small) -> None:
    guarded = guard(fresh)
    done = guarded.strata("destroy", "--sandbox", "--yes", "--keep", "data", "--override-protection", "moved")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "1 resources lose their protection:\n  aws:kms:Key key\n" in done.stdout
    state = json.loads((guarded.home / ".pulumi" / "stacks" / guarded.name / "dev.json").read_text())
    (bucket,) = [one for one in state["checkpoint"]["latest"]["resources"] if one["type"] == "aws:s3/bucket:Bucket"]
    assert bucket["protect"] is True
    again = guarded.strata("destroy", "--sandbox", "--yes", "--override-protection", "moved, all of it")
    assert (again.returncode, again.stderr) == (0, ""), again.stdout
    assert buckets(guarded) == []


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_empty_reason_is_none(running: Small, reason: str) -> None:
    refused = running.strata("destroy", "--sandbox", "--yes", "--override-protection", reason)
    assert (refused.returncode, refused.stdout) == (ExitCode.USAGE, "")
    assert refused.stderr.startswith("error: --override-protection needs a reason: ")


def test_a_person_types_the_name_of_the_stack(fresh: Small) -> None:
    """Anything else changes nothing."""
    guarded = guard(fresh)
    terminal = Terminal(guarded, "destroy", "--sandbox", "--override-protection", "moved")
    terminal.expect("Type the name of the stack to unprotect these, and then destroy it (dev): ")
    terminal.process.sendline("yes")
    assert terminal.end() == ExitCode.FAILED
    assert "declined; nothing was changed, and all is protected as before" in terminal.plain
    assert len(messages(guarded)) == 1

    terminal = Terminal(guarded, "destroy", "--sandbox", "--override-protection", "moved")
    terminal.expect("(dev): ")
    terminal.process.sendline("dev")
    terminal.expect("Destroy these resources? (yes/no/details) ")
    terminal.process.sendline("yes")
    assert terminal.end() == 0
    assert buckets(guarded) == []
