"""`strata recover`: looks first, mends only when told, and says by its exit status how things stand."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small
from tests.cli.test_state import checkpoint, left_change

pytestmark = pytest.mark.slow


def recover(project: Small, *options: str) -> subprocess.CompletedProcess[str]:
    return project.strata("recover", "dev", "--sandbox", *options)


def test_where_nothing_happened_it_says_so(recorded: Small) -> None:
    for options in ((), ("--apply",)):
        done = recover(recorded, *options)
        assert (done.returncode, done.stdout, done.stderr) == (0, "dev: nothing was left behind\n", "")
    assert json.loads(recover(recorded, "--json").stdout) == {"stack": "dev", "applied": False, "findings": []}


def test_without_sandbox_it_names_the_official_commands(recorded: Small) -> None:
    refused = recorded.strata("recover", "dev")
    assert refused.returncode == ExitCode.USAGE
    assert "pulumi cancel --stack dev && pulumi refresh --stack dev" in refused.stderr


def test_a_damaged_checkpoint_is_mended_only_when_told(recorded: Small) -> None:
    whole = checkpoint(recorded).read_bytes()
    checkpoint(recorded).write_bytes(whole[:-100])
    stopped = recorded.strata("outputs", "dev")
    assert stopped.returncode == ExitCode.FAILED
    assert "`strata recover dev --sandbox`" in stopped.stderr
    dry = recover(recorded)
    assert dry.returncode == ExitCode.CHANGES
    first, found, remedy, *_ = dry.stdout.splitlines()
    assert first == f"checkpoint  {checkpoint(recorded)}"
    assert found.startswith("  found    is not JSON")
    assert remedy.startswith("  --apply  put back dev.")
    assert dry.stdout.endswith(
        "1 found, nothing changed; `strata recover dev --sandbox --apply` mends what can be mended\n"
    )
    assert checkpoint(recorded).read_bytes() == whole[:-100]
    told = json.loads(recover(recorded, "--json").stdout)["findings"]
    assert [(one["kind"], one["mendable"], one["done"]) for one in told] == [("checkpoint", True, None)]
    done = recover(recorded, "--apply")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "dev: 1 mended")
    assert checkpoint(recorded).read_bytes() == whole
    assert recover(recorded).returncode == 0


def test_a_lock_of_another_host_needs_its_holders_name(recorded: Small) -> None:
    lock = recorded.home / ".pulumi" / "locks" / "organization" / recorded.name / "dev" / "x.json"
    lock.parent.mkdir(parents=True)
    holder = {"pid": 7, "username": "ada", "hostname": "build-7", "timestamp": "2020-01-01T00:00:00Z"}
    lock.write_text(json.dumps(holder))
    refused = recover(recorded, "--apply")
    assert refused.returncode == ExitCode.FAILED
    assert "  remains  once you are sure that it has ended: --apply --release-lock ada@build-7:7\n" in refused.stdout
    assert lock.exists()
    dry = recover(recorded)
    assert (dry.returncode, dry.stdout.endswith("only a person can mend it\n")) == (ExitCode.CHANGES, True)
    released = recover(recorded, "--apply", "--release-lock", "ada@build-7:7")
    assert (released.returncode, lock.exists()) == (0, False)


def test_an_operation_at_work_is_let_be(recorded: Small) -> None:
    from engine import FileBackend

    (checkpoint(recorded).parent / ".dev.json.1.tmp").touch()
    with FileBackend(recorded.home).lock(recorded.name, "dev", print):
        refused = recover(recorded, "--apply")
    assert refused.returncode == ExitCode.FAILED
    assert f"process {os.getpid()} of " in refused.stdout
    assert "which is at work" in refused.stdout
    assert (checkpoint(recorded).parent / ".dev.json.1.tmp").exists()


def test_a_change_that_was_cut_off_is_shown_and_not_finished_by_looking(recorded: Small) -> None:
    log = left_change(recorded, resources_left=5)
    dry = recover(recorded)
    assert (dry.returncode, dry.stdout.startswith(f"change  {log}\n"), dry.stderr) == (ExitCode.CHANGES, True, "")
    assert log.exists()
    done = recover(recorded, "--apply")
    assert (done.returncode, log.exists()) == (0, False)
