"""`strata plan` through its real process: piped, at a terminal, interrupted, and with `up --plan`."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAM, Small
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

REPLACING = """\
import pulumi, pulumi_aws as aws
name = pulumi.Config().get("bucket") or "one"
aws.s3.Bucket("data", bucket=f"{pulumi.get_project()}-{name}", opts=pulumi.ResourceOptions(protect=False))
aws.sqs.Queue("kept", opts=pulumi.ResourceOptions(protect=True))
if name == "one":
    aws.sqs.Queue("leaving")
"""


def test_stacks_side_by_side(fresh: Small) -> None:
    done = fresh.strata("plan", "--all")
    assert done.returncode == 0, done.stderr
    heading, jobs, *_ = done.stdout.splitlines()
    assert heading.split("  ")[0] == "component"
    assert [word for word in heading.split() if word in ("dev", "prod")] == ["dev", "prod"]
    assert jobs.split()[:2] == ["jobs", "+2"]
    assert "dev  3 to create" in done.stdout
    assert "policies   none are in force" in done.stdout
    assert "USD a month in us-east-1" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == "Planning dev, prod\n"


def test_no_server_is_started(tmp_path: Path) -> None:
    small = Small(tmp_path / "small")
    assert small.strata("plan").returncode == 0
    assert sorted(path.name for path in small.home.iterdir()) == ["passphrase"]


def test_json(fresh: Small) -> None:
    done = fresh.strata("plan", "dev", "prod", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert [one["stack"] for one in document["stacks"]] == ["dev", "prod"]
    plan = document["stacks"][0]
    assert plan["changes"] == {"total": {"create": 3}, "byComponent": {"jobs": {"create": 2}, "(stack)": {"create": 1}}}
    assert (plan["replaced"], plan["deleted"], plan["protected"], plan["policies"]) == ({}, [], [], None)
    assert plan["usdAMonth"]["region"] == "us-east-1"
    assert plan["usdAMonth"]["low"] <= plan["usdAMonth"]["high"]
    assert document["failed"] == {}


def test_what_is_replaced_deleted_and_protected(fresh: Small) -> None:
    fresh.program(REPLACING)
    assert fresh.strata("up", "dev", "--sandbox", "--yes", "--skip-preview").returncode == 0
    fresh.configure(f"{fresh.name}:bucket: two")
    done = fresh.strata("plan", "dev")
    assert done.returncode == 0, done.stderr
    assert "replaced   aws:s3:Bucket data  because of bucket" in done.stdout
    assert "deleted    aws:sqs:Queue leaving" in done.stdout
    assert "protected  1 resources" in done.stdout
    plan = json.loads(fresh.strata("plan", "--json").stdout)["stacks"][0]
    assert list(plan["replaced"].values()) == [["bucket"]]
    assert plan["changes"]["total"] == {"replace": 1, "same": 1, "delete": 1}


def test_names_that_no_stack_has_are_all_told(fresh: Small) -> None:
    done = fresh.strata("plan", "dve", "dev", "prodd")
    assert done.returncode == 2
    assert "has no stack 'dve'; did you mean 'dev'?" in done.stderr
    assert "has no stack 'prodd'; did you mean 'prod'?" in done.stderr
    assert done.stdout == ""


def test_names_and_all_contradict_each_other(fresh: Small) -> None:
    done = fresh.strata("plan", "dev", "--all")
    assert (done.returncode, done.stdout) == (2, "")
    assert "name stacks, or --all; not both" in done.stderr


def test_every_stack_that_cannot_be_planned_is_told_and_the_others_are_shown(fresh: Small, tmp_path: Path) -> None:
    (fresh.root / "stacks" / "Pulumi.team.yaml").write_text("config:\n  aws:region: us-east-1\n")
    fresh.program(
        f'{PROGRAM}\nif pulumi.get_stack() != "prod":\n    raise ValueError(pulumi.get_stack() + " is wrong")'
    )
    done = fresh.strata("plan", "--all", "--save", str(tmp_path / "plan.json"))
    assert done.returncode == 2
    assert "dev is wrong" in done.stdout
    assert "team is wrong" in done.stdout
    assert "prod  3 to create" in done.stdout
    assert "error: not planned: dev, team; nothing was saved" in done.stderr
    assert not (tmp_path / "plan.json").exists()


def test_what_modules_learn_from_a_stack_stays_with_that_stack(fresh: Small) -> None:
    """A module of the project that reads the stack's name or configuration while it is imported."""
    (fresh.root / "naming.py").write_text(
        'import pulumi\nSTACK = pulumi.get_stack()\nSIZE = pulumi.Config("aws").get("region")\n'
    )
    (fresh.root / "stacks" / "Pulumi.prod.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    fresh.program("import pulumi, pulumi_aws as aws, naming\naws.sqs.Queue(f'{naming.STACK}-{naming.SIZE}')\n")
    done = fresh.strata("plan", "--all", "--save", "plan.json")
    assert done.returncode == 0, done.stderr
    stacks = json.loads((fresh.root / "plan.json").read_text())["stacks"]
    names = {
        stack: [step["urn"].rpartition("::")[2] for step in plan["steps"] if step["type"] == "aws:sqs/queue:Queue"]
        for stack, plan in stacks.items()
    }
    assert names == {"dev": ["dev-us-east-1"], "prod": ["prod-eu-west-1"]}


def test_at_a_terminal_it_shows_how_far_it_is_and_colours(fresh: Small) -> None:
    terminal = Terminal(fresh, "plan", "--all")
    terminal.expect("Planning dev")
    terminal.expect("3 to create")
    assert terminal.end() == 0
    assert "\x1b[32m+2" in terminal.shown
    assert "prod  3 to create" in terminal.plain


def test_without_colour_where_nobody_wants_it(fresh: Small) -> None:
    terminal = Terminal(fresh, "plan", NO_COLOR="1")
    assert terminal.end() == 0
    assert "\x1b[32m" not in terminal.shown


def test_an_interrupt_ends_it_and_leaves_nothing(fresh: Small) -> None:
    fresh.program("import time, pathlib, os\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(600)\n")
    terminal = Terminal(fresh, "plan", "dev")
    pid_file = fresh.root / "stacks" / "pid"
    while not (pid_file.exists() and pid_file.read_text()):
        terminal.process.expect(["Planning dev", "0m"], timeout=30)
    terminal.process.sendintr()
    assert terminal.end() == 130
    assert "a plan changes nothing" in terminal.plain
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), signal.SIGKILL)


def test_a_plan_is_carried_out_and_refused_when_anything_differs(fresh: Small, tmp_path: Path) -> None:
    file = str(tmp_path / "plan.json")
    assert fresh.strata("plan", "dev", "--save", file).returncode == 0
    saved = Path(file).read_bytes()
    assert fresh.strata("plan", "dev", "--save", file).returncode == 0
    assert Path(file).read_bytes() == saved
    assert b"s3cr3t-output" not in saved

    fresh.configure(f"{fresh.name}:delay: 7")
    refused = fresh.strata("up", "dev", "--sandbox", "--yes", "--plan", file)
    assert refused.returncode == 3
    assert f"the setting {fresh.name}:delay: planned nothing" in refused.stderr
    assert "jobs-queue inputs.delaySeconds: planned 0, now 7" in refused.stderr
    assert fresh.strata("stacks", "--json").stdout.count('"resources": 0') == 2

    (fresh.root / "stacks" / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n")
    done = fresh.strata("up", "dev", "--sandbox", "--yes", "--plan", file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 created" in done.stdout
    names = [step["inputs"].get("bucket") for step in json.loads(saved)["stacks"]["dev"]["steps"]]
    bucket = json.loads(fresh.strata("outputs", "dev", "--json").stdout)["bucket"]
    assert bucket in names
    assert fresh.strata("up", "dev", "--sandbox", "--yes", "--plan", file).returncode == 3


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--sandbox", "--yes", "--plan", "none.json"], "none.json: cannot be read"),
        (["--sandbox", "--yes", "--plan", "Pulumi.yaml"], "Pulumi.yaml: is no plan file"),
        (["--yes", "--plan", "x"], "add --sandbox"),
        (["--sandbox", "--engine", "pulumi", "--yes", "--plan", "x"], "no --engine pulumi"),
        (["--sandbox", "--yes", "--skip-preview", "--plan", "x"], "leave out --skip-preview"),
        (["--sandbox", "--yes", "--target", "x", "--plan", "x"], "leave out --skip-preview, --target and --refresh"),
    ],
)
def test_wrong_usage_of_a_plan(fresh: Small, flags: list[str], said: str) -> None:
    done = fresh.strata("up", "dev", *flags)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
