"""`strata bootstrap`, as a process: at a terminal and piped."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.exit_codes import ExitCode
from sandbox.environment import Sandbox
from sandbox.providers.aws.session import AwsSession
from tests.cli.conftest import Small
from tests.cli.terminal import Terminal
from tests.stacks.inventory import everything

pytestmark = pytest.mark.slow

BUCKET = "small-prod-state-123456789012-eu-central-1"
CHOICES = ("--repository", "acme/platform", "--budget-usd", "500", "--alert-email", "ops@example.com")
PULUMI = """\
#!/bin/sh
[ "$1" = version ] && echo v3.259.0 && exit
echo "$@" >> "$(dirname "$0")/asked"
[ -f "$(dirname "$0")/refuses" ] && echo "error: no such bucket" >&2 && exit 255
exit 0
"""


class Project:
    """A project whose sandbox is its own."""

    def __init__(self, small: Small) -> None:
        self.small = small
        self.file = small.root / "stacks" / "bootstrap.yaml"
        Sandbox(small.home).start()

    def __call__(self, *arguments: str, **environment: str) -> Any:
        """Run the command piped, in the sandbox."""
        return self.small.strata("bootstrap", *arguments, "--sandbox", environment=environment)

    def client(self, service: str) -> Any:
        """A client of the sandbox's account."""
        return AwsSession(Sandbox(self.small.home).endpoint, "eu-central-1").client(service)

    def inventory(self) -> set[tuple[str, str]]:
        """All that there is in the account."""
        return everything(self.client)


@pytest.fixture
def project(small: Small) -> Project:
    """A project in whose account nothing is."""
    for file in (small.root / "stacks").glob("Pulumi.*.yaml"):
        document = yaml.safe_load(file.read_text())
        document["config"]["aws:region"] = "eu-central-1"
        file.write_text(yaml.safe_dump(document))
    return Project(small)


@pytest.fixture
def made(project: Project) -> Project:
    """A project whose production is bootstrapped."""
    done = project("prod", "--yes", *CHOICES)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return project


@pytest.fixture
def pulumi(project: Project) -> Path:
    """A folder for PATH with a Pulumi CLI that notes what it is asked."""
    folder = project.small.root / "bin"
    folder.mkdir()
    command = folder / "pulumi"
    command.write_text(PULUMI)
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    project.small.environment["PATH"] = f"{folder}:{project.small.environment['PATH']}"
    return folder


def test_a_life(project: Project) -> None:
    """Made, found as it should be, gone wrong, mended, and taken away with nothing left."""
    before = project.inventory()
    first = project("prod", "--yes", *CHOICES)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith(
        "Bootstrapping small-prod in the sandbox: account 123456789012, region eu-central-1, as arn:aws:sts::"
    )
    assert f"  + state bucket {BUCKET}\n" in first.stdout
    assert f"created  state bucket {BUCKET}\n" in first.stdout
    assert f"pulumi login 's3://{BUCKET}?region=eu-central-1&awssdk=v2'" in first.stdout
    key = "'--secrets-provider=awskms://alias/small-prod/secrets?region=eu-central-1&awssdk=v2'"
    assert f"pulumi stack init prod {key}" in first.stdout
    assert "\x1b" not in first.stdout

    second = project("prod")
    assert second.returncode == 0
    assert second.stdout.splitlines()[1] == "nothing to do: all is as it should be"
    assert project("prod", "--expect-no-changes").returncode == 0

    project.client("s3").put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})
    found = project("prod", "--expect-no-changes")
    assert (found.returncode, found.stderr) == (
        ExitCode.CHANGES,
        "error: prod: nothing should change, but 1 would\n",
    )
    assert f"  ~ state bucket {BUCKET}: versioning: Suspended → Enabled\n" in found.stdout
    mended = project("prod", "--yes")
    assert f"set      state bucket {BUCKET}: versioning: Suspended → Enabled\n" in mended.stdout
    assert project.client("s3").get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"

    gone = project("prod", "--teardown", "--yes")
    assert (gone.returncode, gone.stderr) == (0, "")
    assert "scheduled: KMS deletes it after 30 days" in gone.stdout
    assert project.inventory() == before
    again = project("prod", "--teardown", "--yes")
    assert again.returncode == 0
    assert "nothing to do: nothing of it is there" in again.stdout


def test_options_are_remembered_with_the_comments_of_the_file(made: Project) -> None:
    remembered = yaml.safe_load(made.file.read_text())
    assert remembered == {
        "environments": {
            "prod": {
                "region": "eu-central-1",
                "repository": "acme/platform",
                "budget_usd": 500.0,
                "alert_emails": ["ops@example.com"],
            }
        }
    }
    made.file.write_text(made.file.read_text().replace("budget_usd: 500.0", "budget_usd: 700  # board, in May"))
    changed = made("prod", "--yes", "--alert-email", "cfo@example.com")
    assert "budget small-prod: limit (USD a month): 500.00 → 700.00" in changed.stdout
    assert "80 % spent: ops@example.com → cfo@example.com" in changed.stdout
    assert "budget_usd: 700  # board, in May\n" in made.file.read_text()
    assert yaml.safe_load(made.file.read_text())["environments"]["prod"]["alert_emails"] == ["cfo@example.com"]


def test_a_person_is_asked_and_no_changes_nothing(project: Project) -> None:
    before = project.inventory()
    terminal = Terminal(project.small, "bootstrap", "prod", "--sandbox", *CHOICES)
    terminal.expect("Do this? (yes/no) ")
    terminal.process.sendline("no")
    assert terminal.end() == ExitCode.FAILED
    assert "declined; nothing was changed" in terminal.plain
    assert project.inventory() == before
    assert not project.file.exists()


def test_a_person_agrees_in_colour(project: Project) -> None:
    terminal = Terminal(project.small, "bootstrap", "prod", "--sandbox")
    terminal.expect("Do this? (yes/no) ")
    terminal.process.sendline("yes")
    assert terminal.end() == ExitCode.OK
    assert "\x1b[32mcreated" in terminal.shown
    assert re.search(r"created  state bucket small-prod-state-", terminal.plain)
    assert "next:" in terminal.plain


def test_no_color(project: Project) -> None:
    terminal = Terminal(project.small, "bootstrap", "prod", "--sandbox", "--expect-no-changes", NO_COLOR="1")
    assert terminal.end() == ExitCode.CHANGES
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", terminal.shown)


def test_ctrl_c_at_the_question_changes_nothing(project: Project) -> None:
    before = project.inventory()
    terminal = Terminal(project.small, "bootstrap", "prod", "--sandbox")
    terminal.expect("Do this? (yes/no) ")
    terminal.interrupt_question()
    assert terminal.end() == ExitCode.INTERRUPTED
    assert "Traceback" not in terminal.plain
    assert project.inventory() == before


def test_ctrl_c_stops_between_two_steps_and_the_next_run_goes_on(project: Project) -> None:
    terminal = Terminal(project.small, "bootstrap", "prod", "--sandbox", "--yes", *CHOICES)
    terminal.expect("created")
    terminal.process.sendintr()
    assert terminal.end() == ExitCode.INTERRUPTED
    assert "the same command goes on from here" in terminal.plain
    assert project("prod", "--yes").returncode == 0
    assert project("prod", "--expect-no-changes").returncode == 0


def test_nobody_to_ask_sees_the_plan_and_changes_nothing(project: Project) -> None:
    before = project.inventory()
    done = project("prod", *CHOICES)
    assert done.returncode == ExitCode.USAGE
    assert done.stderr == "error: nobody is at a terminal to agree to the plan: add --yes\n"
    assert "23 to do" in done.stdout
    assert project.inventory() == before


def test_as_json(project: Project) -> None:
    done = project("prod", "--yes", "--json", *CHOICES)
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert (told["environment"], told["account"], told["region"], told["sandbox"], told["teardown"]) == (
        "prod",
        "123456789012",
        "eu-central-1",
        True,
        False,
    )
    assert told["plan"] == told["done"]
    assert told["plan"][0] == {
        "change": "create",
        "kind": "account guard",
        "name": "strata-account-guard",
        "property": None,
        "from": None,
        "to": None,
        "note": None,
    }
    assert [one["command"].split()[1] for one in told["next"]] == ["login", "stack", "config"]
    project.client("s3").put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})
    found = project("prod", "--json", "--expect-no-changes")
    assert found.returncode == ExitCode.CHANGES
    (plan,) = json.loads(found.stdout)["plan"]
    assert (plan["property"], plan["from"], plan["to"]) == ("versioning", "Suspended", "Enabled")
    assert json.loads(found.stdout)["done"] == []


def test_a_teardown_is_refused_while_stacks_live_in_the_bucket(made: Project) -> None:
    body = json.dumps({"checkpoint": {"latest": {"resources": [{}] * 3}}})
    made.client("s3").put_object(Bucket=BUCKET, Key=".pulumi/stacks/small/prod.json", Body=body)
    before = made.inventory()
    done = made("prod", "--teardown", "--yes")
    assert done.returncode == ExitCode.FAILED
    assert f"prod: stacks live in {BUCKET}:\n  small/prod  3 resources\n" in done.stderr
    assert "destroy prod; pulumi stack rm prod" in done.stderr
    assert made.inventory() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("prdo",), "there is no stack 'prdo'"),
        (("prod.vision",), "its state lies with that of prod: bootstrap prod"),
        (("prod", "--budget-usd", "5"), "budget_usd needs somebody to tell"),
        (("prod", "--repository", "x"), "--repository: string should match pattern"),
        (("prod", "--region", "here"), "--region: string should match pattern"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_done(project: Project, arguments: tuple[str, ...], said: str) -> None:
    done = project(*arguments)
    assert done.returncode == ExitCode.USAGE
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_all_mistakes_of_the_file_are_told_at_once(project: Project) -> None:
    project.file.write_text("environments:\n  prod: {regoin: x, budget_usd: -1}\n  dev: {region: 3}\n")
    done = project("prod")
    assert done.returncode == ExitCode.USAGE
    for place in ("environments.prod.regoin: extra", "environments.prod.budget_usd", "environments.dev.region"):
        assert f"bootstrap.yaml: {place}" in done.stderr


def test_without_credentials_nothing_is_asked_of_a_real_account(project: Project) -> None:
    nowhere = str(project.small.root / "none")
    done = project.small.strata(
        "bootstrap",
        "prod",
        environment={
            "AWS_CONFIG_FILE": nowhere,
            "AWS_SHARED_CREDENTIALS_FILE": nowhere,
            "AWS_EC2_METADATA_DISABLED": "true",
        },
    )
    assert done.returncode == ExitCode.UNPREPARED
    assert "AWS credentials: none found" in done.stderr


def real(project: Project, *arguments: str) -> Any:
    """Run the command against what it takes for a real account: the sandbox's server, named by the environment."""
    keys = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "x", "AWS_EC2_METADATA_DISABLED": "true"}
    endpoint = Sandbox(project.small.home).endpoint
    return project.small.strata("bootstrap", *arguments, environment={**keys, "AWS_ENDPOINT_URL": endpoint})


def test_another_account_than_last_time_is_refused(project: Project) -> None:
    project.file.write_text("environments:\n  prod: {region: eu-central-1, account: '999999999999'}\n")
    before = project.inventory()
    done = real(project, "prod", "--yes")
    assert done.returncode == ExitCode.USAGE
    assert "prod is in account 999999999999, says stacks/bootstrap.yaml; these credentials lead to 123456789012" in (
        done.stderr
    )
    assert project.inventory() == before
    moved = real(project, "prod", "--region", "us-east-1")
    assert moved.returncode == ExitCode.USAGE
    assert "prod is bootstrapped in eu-central-1, where its state lies" in moved.stderr


def test_the_pulumi_cli_logs_in_and_makes_the_stack(project: Project, pulumi: Path) -> None:
    done = project("prod", "--yes", "--login")
    assert done.returncode == 0, done.stderr
    place = "region=eu-central-1&awssdk=v2"
    assert (pulumi / "asked").read_text().splitlines() == [
        f"login s3://{BUCKET}?{place} --non-interactive",
        f"stack init prod --secrets-provider=awskms://alias/small-prod/secrets?{place} --non-interactive",
    ]
    (pulumi / "refuses").touch()
    refused = project("prod", "--yes", "--login")
    assert refused.returncode == ExitCode.FAILED
    assert "error: no such bucket" in refused.stderr
