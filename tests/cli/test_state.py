"""`strata state`: through the real command, on a copy of a state that was really brought up."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

QUEUE = "urn:pulumi:dev::running::small:index:Jobs$aws:sqs/queue:Queue::jobs-queue"
JOBS = "urn:pulumi:dev::running::small:index:Jobs::jobs"
BUCKET = "urn:pulumi:dev::running::aws:s3/bucket:Bucket::data"
TOKEN = "s3cr3t-output"


def checkpoint(project: Small, stack: str = "dev") -> Path:
    return project.home / ".pulumi" / "stacks" / project.name / f"{stack}.json"


def urns(project: Small, stack: str = "dev") -> list[str]:
    listed = project.strata("state", "list", stack, "--sandbox", "--json")
    assert listed.returncode == 0, listed.stderr
    return [one["urn"] for one in json.loads(listed.stdout)]


COMMANDS = {
    ("list", "dev"): "pulumi stack --show-urns --stack dev",
    ("show", "dev", "jobs"): "pulumi state get --stack dev 'jobs'",
    ("remove", "dev", "jobs"): "pulumi state delete --stack dev 'jobs'",
    ("unprotect", "dev", "--all"): "pulumi state unprotect --stack dev --all",
    ("move", "jobs", "--from", "dev", "--to", "prod"): "pulumi state move --source dev --dest prod 'jobs'",
    ("export", "dev"): "pulumi stack export --stack dev",
    ("import", "dev"): "pulumi stack import --stack dev",
    ("verify", "dev"): "pulumi stack export --stack dev",
    ("passphrase", "dev"): "pulumi stack change-secrets-provider passphrase --stack dev",
}


@pytest.mark.parametrize(("command", "pulumi"), COMMANDS.items(), ids=lambda one: one[0] if len(one) < 9 else "")
def test_without_sandbox_each_command_names_the_official_one(
    running: Small, command: tuple[str, ...], pulumi: str
) -> None:
    refused = running.strata("state", *command)
    assert (refused.returncode, refused.stdout) == (ExitCode.USAGE, "")
    assert pulumi in refused.stderr
    assert " --sandbox\n" in refused.stderr


def test_list_shows_the_tree(recorded: Small) -> None:
    header, *rows = recorded.strata("state", "list", "--sandbox").stdout.splitlines()
    assert header.split() == ["name", "type", "component", "protect", "pending"]
    assert [row.split()[:3] for row in rows[:4]] == [
        ["running-dev", "pulumi:pulumi:Stack", "-"],
        ["jobs", "small:index:Jobs", "jobs"],
        ["jobs-queue", "aws:sqs/queue:Queue", "jobs"],
        ["data", "aws:s3/bucket:Bucket", "-"],
    ]
    assert [len(row) - len(row.lstrip()) for row in rows[:4]] == [0, 2, 4, 2]
    assert recorded.strata("state", "list", "prod", "--sandbox").stdout == "prod has no resources\n"
    assert urns(recorded, "prod") == []


def test_show_tells_one_resource_and_masks_secrets(recorded: Small) -> None:
    shown = recorded.strata("state", "show", "dev", "jobs-queue", "--sandbox")
    assert shown.stdout.startswith(f"urn       {QUEUE}\ntype      aws:sqs/queue:Queue\n")
    stack = json.loads(recorded.strata("state", "show", "dev", "running-dev", "--sandbox", "--json").stdout)
    assert stack["outputs"]["token"] == "[secret]"
    plain = recorded.strata("state", "show", "dev", "running-dev", "--sandbox", "--json", "--show-secrets")
    assert json.loads(plain.stdout)["outputs"]["token"] == TOKEN
    unknown = recorded.strata("state", "show", "dev", "jobs-kueue", "--sandbox")
    assert (unknown.returncode, unknown.stderr) == (
        ExitCode.FAILED,
        "error: dev has no resource 'jobs-kueue'; did you mean jobs-queue?\n",
    )


def test_remove_refuses_what_others_need_and_takes_them_along_when_told(recorded: Small) -> None:
    refused = recorded.strata("state", "remove", "dev", "jobs", "--sandbox", "--yes")
    assert refused.returncode == ExitCode.FAILED
    assert f"add --target-dependents:\n  {QUEUE}\n" in refused.stderr
    asked = recorded.strata("state", "remove", "dev", "jobs", "--sandbox", "--target-dependents")
    assert (asked.returncode, asked.stderr) == (
        ExitCode.USAGE,
        "error: nobody is at a terminal to agree: add --yes\n",
    )
    assert QUEUE in urns(recorded)
    before = checkpoint(recorded).read_bytes()
    done = recorded.strata("state", "remove", "dev", "jobs", "--sandbox", "--target-dependents", "--yes")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("dev: 2 forgotten, 3 remain\n")
    assert {JOBS, QUEUE} & set(urns(recorded)) == set()
    assert checkpoint(recorded).with_name("dev.json.bak").read_bytes() == before
    assert not list((recorded.home / ".pulumi" / "locks").rglob("*.json"))


def protect(project: Small) -> None:
    """Protect the bucket as `import` would record it."""
    exported = json.loads(project.strata("state", "export", "--sandbox").stdout)
    (bucket,) = (one for one in exported["deployment"]["resources"] if one["urn"] == BUCKET)
    bucket["protect"] = True
    file = project.root / "protected.json"
    file.write_text(json.dumps(exported))
    done = project.strata("state", "import", "--sandbox", "--yes", "--file", str(file))
    assert done.stdout.splitlines() == [
        "what changes on record of dev; what is real stays as it is:",
        f"  ~ {BUCKET}: protect",
        "dev: imported; it has 5 resources now",
    ]


def test_unprotect_lets_go_of_what_remove_refuses(recorded: Small) -> None:
    protect(recorded)
    refused = recorded.strata("state", "remove", "dev", "data", "--sandbox", "--yes")
    assert refused.stderr == f"error: protected; unprotect it first, or add --force:\n  {BUCKET}\n"
    assert recorded.strata("state", "unprotect", "dev", "--sandbox").returncode == ExitCode.USAGE
    freed = recorded.strata("state", "unprotect", "dev", "data", "--sandbox", "--yes")
    assert freed.stdout.splitlines() == ["to unprotect in dev:", f"  {BUCKET}", "dev: 1 unprotected"]
    again = recorded.strata("state", "unprotect", "dev", "--all", "--sandbox", "--yes")
    assert again.stdout == "dev: nothing of it is protected\n"
    assert recorded.strata("state", "remove", "dev", "data", "--sandbox", "--yes").returncode == 0


def test_move_takes_resources_to_another_stack(recorded: Small) -> None:
    done = recorded.strata("state", "move", "jobs", "--from", "dev", "--to", "prod", "--sandbox", "--yes")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("2 moved from dev to prod\n")
    assert {JOBS, QUEUE} & set(urns(recorded)) == set()
    moved = {JOBS.replace(":dev:", ":prod:"), QUEUE.replace(":dev:", ":prod:")}
    assert moved <= set(urns(recorded, "prod"))
    for stack in ("dev", "prod"):
        assert recorded.strata("state", "verify", stack, "--sandbox").returncode == 0
    same = recorded.strata("state", "move", "data", "--from", "dev", "--to", "dev", "--sandbox", "--yes")
    assert (same.returncode, "name the same stack" in same.stderr) == (ExitCode.USAGE, True)


def test_what_is_exported_can_be_imported(recorded: Small) -> None:
    file = recorded.root / "export.json"
    done = recorded.strata("state", "export", "--sandbox", "--file", str(file))
    assert done.stdout == f"dev: exported to {file}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    printed = recorded.strata("state", "export", "--sandbox").stdout
    assert printed == file.read_text()
    assert TOKEN not in printed
    assert TOKEN in recorded.strata("state", "export", "--sandbox", "--show-secrets").stdout
    again = recorded.strata("state", "import", "--sandbox", "--yes", "--file", str(file))
    assert again.stdout.splitlines() == [
        "dev has the same resources already",
        "dev: imported; it has 5 resources now",
    ]
    other = recorded.strata("state", "import", "prod", "--sandbox", "--yes", "--file", str(file))
    assert (other.returncode, other.stdout) == (ExitCode.FAILED, "")
    assert f"{BUCKET}: is of stack running/dev, not running/prod" in other.stderr
    missing = recorded.strata("state", "import", "--sandbox", "--yes", "--file", "nothing.json")
    assert (missing.returncode, missing.stderr) == (
        ExitCode.USAGE,
        "error: --file: nothing.json: cannot be read: No such file or directory\n",
    )
    assert recorded.strata("state", "export", "--sandbox", "--file", "no/folder.json").returncode == ExitCode.USAGE


def test_verify_tells_what_is_wrong_by_its_exit_status_too(recorded: Small) -> None:
    assert recorded.strata("state", "verify", "--sandbox").stdout == "dev: 5 resources on record, nothing wrong\n"
    path = checkpoint(recorded)
    path.write_bytes(path.read_bytes().replace(b'"parent":"urn:pulumi:dev::', b'"parent":"urn:pulumi:dve::'))
    wrong = recorded.strata("state", "verify", "--sandbox")
    assert wrong.returncode == ExitCode.FAILED
    assert "is not recorded" in wrong.stdout
    assert wrong.stderr.endswith("wrong; `strata recover dev --sandbox` tells what can be done\n")
    told = recorded.strata("state", "verify", "--sandbox", "--json")
    assert told.returncode == ExitCode.FAILED
    assert {problem["subject"] for problem in json.loads(told.stdout)["problems"]} >= {str(path), BUCKET}


def test_a_new_passphrase_opens_all_stacks_of_the_sandbox(recorded: Small) -> None:
    recorded.strata("state", "move", "data", "--from", "dev", "--to", "prod", "--sandbox", "--yes")
    nobody = recorded.strata("state", "passphrase", "--sandbox", "--yes")
    assert (nobody.returncode, "PULUMI_CONFIG_PASSPHRASE_NEW" in nobody.stderr) == (ExitCode.USAGE, True)
    old = (recorded.home / "passphrase").read_text()
    new = {"PULUMI_CONFIG_PASSPHRASE_NEW": "correct horse"}
    done = recorded.strata("state", "passphrase", "--sandbox", "--yes", environment=new)
    assert done.returncode == 0, done.stderr
    assert "encrypted anew: dev, prod\n" in done.stdout
    assert "correct horse" not in done.stdout + done.stderr
    kept = recorded.home / "passphrase"
    assert (kept.read_text(), stat.S_IMODE(kept.stat().st_mode)) == ("correct horse\n", 0o600)
    for stack in ("dev", "prod"):
        assert recorded.strata("state", "verify", stack, "--sandbox").returncode == 0
    refused = recorded.strata(
        "state", "show", "dev", "running-dev", "--sandbox", environment={"PULUMI_CONFIG_PASSPHRASE": old.strip()}
    )
    assert (refused.returncode, refused.stdout) == (ExitCode.FAILED, "")
    assert refused.stderr.startswith("error: incorrect passphrase")
    assert len(refused.stderr.splitlines()) == 1
    assert not list((recorded.home / ".pulumi" / "redo").rglob("*.json"))


def test_a_given_passphrase_is_changed_for_one_stack_from_a_file(recorded: Small) -> None:
    given = {"PULUMI_CONFIG_PASSPHRASE": (recorded.home / "passphrase").read_text().strip()}
    file = recorded.root / "new"
    file.write_text("from a file\n")
    arguments = ("state", "passphrase", "dev", "--sandbox", "--yes", "--new-passphrase-file")
    missing = recorded.strata(*arguments, "nothing", environment=given)
    assert (missing.returncode, "cannot be read: No such file" in missing.stderr) == (ExitCode.USAGE, True)
    done = recorded.strata(*arguments, str(file), environment=given)
    assert "from now on, the passphrase to give is the new one\n" in done.stdout
    assert (recorded.home / "passphrase").read_text().strip() == given["PULUMI_CONFIG_PASSPHRASE"]
    verified = recorded.strata("state", "verify", "--sandbox", environment={"PULUMI_CONFIG_PASSPHRASE": "from a file"})
    assert verified.returncode == 0


def test_a_passphrase_that_other_projects_share_is_not_changed(recorded: Small) -> None:
    other = recorded.home / ".pulumi" / "stacks" / "other" / "dev.json"
    other.parent.mkdir()
    other.write_text("{}")
    refused = recorded.strata(
        "state", "passphrase", "--sandbox", "--yes", environment={"PULUMI_CONFIG_PASSPHRASE_NEW": "new"}
    )
    assert refused.returncode == ExitCode.USAGE
    assert "also opens the stacks of project other" in refused.stderr


def left_change(project: Small, *, resources_left: int) -> Path:
    """Leave a change behind that only wrote its log: of the stack's resources the first ones are to stay."""
    from engine.backend import digest

    content = checkpoint(project).read_bytes()
    after = json.loads(content)
    latest = after["checkpoint"]["latest"]
    latest["resources"] = latest["resources"][:resources_left]
    log = project.home / ".pulumi" / "redo" / project.name / "x.json"
    log.parent.mkdir(parents=True)
    write = {"before": digest(content), "after": json.dumps(after)}
    note = {"redo": 1, "what": "a change", "stacks": ["dev"], "checkpoints": {"dev": write}, "files": {}}
    log.write_text(json.dumps(note))
    return log


def test_a_change_that_was_cut_off_is_finished_by_the_next_command(recorded: Small) -> None:
    log = left_change(recorded, resources_left=1)
    listed = recorded.strata("state", "list", "--sandbox", "--json")
    assert listed.stderr == "a change: was cut off, and is finished now\n"
    assert len(json.loads(listed.stdout)) == 1
    assert not log.exists()


def test_a_stack_at_work_is_not_edited(recorded: Small) -> None:
    from engine import FileBackend

    with FileBackend(recorded.home).lock(recorded.name, "dev", print):
        refused = recorded.strata("state", "remove", "dev", "data", "--sandbox", "--yes")
    assert (refused.returncode, f"locked by process {os.getpid()}" in refused.stderr) == (ExitCode.FAILED, True)


def test_a_person_is_asked_before_anything_changes(recorded: Small) -> None:
    before = checkpoint(recorded).read_bytes()
    terminal = Terminal(recorded, "state", "remove", "dev", "data", "--sandbox")
    terminal.expect("Forget them? (yes/no/details) ")
    terminal.process.sendline("no")
    assert terminal.end() == ExitCode.FAILED
    assert "declined; nothing was changed" in terminal.plain
    assert checkpoint(recorded).read_bytes() == before
    terminal = Terminal(recorded, "state", "remove", "dev", "data", "--sandbox")
    terminal.expect("Forget them? (yes/no/details) ")
    terminal.interrupt_question()
    assert terminal.end() == ExitCode.INTERRUPTED
    assert "Traceback" not in terminal.plain
    assert checkpoint(recorded).read_bytes() == before
    assert recorded.strata("state", "remove", "dev", "data", "--sandbox", "--yes").returncode == 0


def test_a_new_passphrase_is_typed_twice_and_never_shown(recorded: Small) -> None:
    terminal = Terminal(recorded, "state", "passphrase", "--sandbox")
    terminal.expect("New passphrase: ")
    terminal.process.sendline("typed by hand")
    terminal.expect("Repeat for confirmation: ")
    terminal.process.sendline("typed by hand")
    terminal.expect("Change the passphrase? (yes/no/details) ")
    terminal.process.sendline("yes")
    assert terminal.end() == 0
    assert "typed by hand" not in terminal.plain
    assert (recorded.home / "passphrase").read_text() == "typed by hand\n"
    assert recorded.strata("state", "verify", "--sandbox").returncode == 0


def test_a_deployment_comes_in_by_standard_input_too(recorded: Small) -> None:
    exported = recorded.strata("state", "export", "--sandbox").stdout
    arguments = [*recorded.command, "state", "import", "--sandbox", "--yes"]
    for content, code in ((exported, 0), ("", ExitCode.FAILED)):
        done = subprocess.run(
            arguments,
            cwd=recorded.root,
            env=recorded.environment,
            input=content,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, done.stderr
    assert done.stderr.startswith("error: the file is not JSON")
