"""`strata diff` through its real process: for people, for pull requests, for programs."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Small
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

PROGRAM = """\
import pulumi, pulumi_aws as aws
config = pulumi.Config()
stack = pulumi.get_stack()
aws.s3.Bucket("data", bucket=f"data-{stack}", tags={"environment": stack})
aws.sqs.Queue(f"jobs-{stack}", delay_seconds=config.get_int("delay") or 0)
if config.get_bool("extra"):
    aws.sqs.Queue("extra")
aws.rds.Instance("db", multi_az=config.get_bool("multi_az"), instance_class="db.t4g.small", engine="postgres",
    allocated_storage=20, username="u", password=config.get_secret("password") or "p", skip_final_snapshot=True)
"""


@pytest.fixture
def project(fresh: Small) -> Small:
    fresh.program(PROGRAM)
    fresh.configure(f"{fresh.name}:multi_az: true\n  # Nobody waits.\n  {fresh.name}:delay: 7", "dev")
    fresh.configure(f"{fresh.name}:extra: true  # prod needs more", "prod")
    return fresh


def test_for_people(project: Small) -> None:
    done = project.strata("diff", "dev", "prod")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["delay", "7", "-", "dev:", "Nobody", "waits."] in rows
    assert ["extra", "-", "true", "prod:", "prod", "needs", "more"] in rows
    assert "only in prod: 1 resources; (stack) 1" in done.stdout
    # The queue and the database; the bucket differs by its stack's name alone.
    assert "made otherwise: 2 resources" in done.stdout
    assert "weaker  medium  rds-multi-az  db" in done.stdout
    assert "prod is weaker than dev in 1 place; 3 settings differ" in done.stdout
    assert "\x1b" not in done.stdout


def test_details_name_each_resource_and_property(project: Small) -> None:
    told = project.strata("diff", "dev", "prod", "--details").stdout
    assert "(stack)  aws:sqs:Queue jobs-<stack>  delaySeconds" in told
    assert "(stack)  aws:rds:Instance db  multiAz" in told


def test_json(project: Small) -> None:
    done = project.strata("diff", "dev", "prod", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert (document["first"], document["second"], document["weaker"]) == ("dev", "prod", 1)
    delay = next(one for one in document["settings"] if one["setting"] == "delay")
    assert delay == {
        "component": project.name,
        "setting": "delay",
        "values": {"dev": "7", "prod": None},
        "why": {"dev": "Nobody waits.", "prod": ""},
        "weaker": False,
    }
    assert [one["name"] for one in document["resources"]["only"]["prod"]] == ["extra"]
    assert [one["rule"] for one in document["rules"]] == ["rds-multi-az"]


def test_markdown(project: Small) -> None:
    told = project.strata("diff", "dev", "prod", "--format", "markdown").stdout
    assert told.startswith("## dev and prod\n")
    assert "| delay | 7 | - | dev: Nobody waits. |" in told
    assert "### rules that prod breaks and dev does not" in told


def test_what_is_weaker_fails_where_that_is_asked(project: Small) -> None:
    done = project.strata("diff", "dev", "prod", "--fail-on-weaker")
    assert done.returncode == 1
    assert "prod is weaker than dev in 1 place" in done.stderr
    assert project.strata("diff", "prod", "dev", "--fail-on-weaker").returncode == 0


def test_the_same_but_for_their_names(fresh: Small) -> None:
    done = fresh.strata("diff", "dev", "prod")
    assert (done.returncode, done.stdout) == (0, "dev and prod are the same but for their names\n")


def test_both_that_cannot_be_planned_are_told(fresh: Small) -> None:
    fresh.program("import pulumi\nraise ValueError(pulumi.get_stack() + ' is wrong')")
    done = fresh.strata("diff", "dev", "prod")
    assert done.returncode == 2
    assert "dev is wrong" in done.stderr
    assert "prod is wrong" in done.stderr


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["dev", "prdo"], "did you mean 'prod'?"),
        (["dve", "prdo"], "did you mean 'dev'?"),
        (["dev", "dev"], "name two stacks"),
    ],
)
def test_wrong_names(fresh: Small, names: list[str], said: str) -> None:
    done = fresh.strata("diff", *names)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_at_a_terminal_what_is_weaker_is_red(project: Small) -> None:
    terminal = Terminal(project, "diff", "dev", "prod")
    assert terminal.end() == 0
    assert "\x1b[1;31mweaker  medium" in terminal.shown
    assert "Planning dev" in terminal.plain
