"""`strata … --engine pulumi` with the real Pulumi CLI: what a person sees, and what is left behind."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.exit_codes import ExitCode
from cli.interrupts import FIRST, SECOND
from engine.secrets import Crypter
from sandbox.environment import Sandbox
from sandbox.plugin import install
from tests.cli.conftest import Small
from tests.cli.terminal import Terminal

pytestmark = [
    pytest.mark.pulumi_cli,
    pytest.mark.skipif(shutil.which("pulumi") is None, reason="the official Pulumi CLI is not on PATH"),
]

PASSPHRASE = "correct horse"
SECRET = "hunter2-and-more"
OFFICIAL = ("--sandbox", "--engine", "pulumi")
WAITING = """\
import time
from pathlib import Path
import pulumi
import pulumi_aws as aws

first = aws.s3.Bucket("first")


def wait(name):
    if not pulumi.runtime.is_dry_run():
        Path("waiting").touch()
        give_up = time.monotonic() + 60
        while not Path("go").exists() and time.monotonic() < give_up:
            time.sleep(0.02)
    return name


aws.s3.Bucket("second", tags={"after": first.bucket.apply(wait)})
"""
MISSPELT = """\
import pulumi_aws as aws
aws.s3.BucketVersioning("v", bucket="b", versioning_configuration={"statsu": "Enabled"})
"""


class Official(Small):
    """A project whose program runs in the Python of these tests, for the real CLI."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, "official")
        self.runtime(Path(sys.prefix))
        home = root.parent / "home"
        home.mkdir()
        # A CLI that was built from source does not tell its version.
        self.environment |= {"HOME": str(home), "PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK": "true"}

    def runtime(self, virtual_environment: Path) -> None:
        """Run the program in this virtual environment from now on."""
        options = f"{{name: python, options: {{virtualenv: {virtual_environment}}}}}"
        file = self.root / "Pulumi.yaml"
        file.write_text(re.sub("runtime: .*", f"runtime: {options}", file.read_text()))

    def official(self, operation: str, *flags: str) -> subprocess.CompletedProcess[str]:
        """Carry out an operation that must succeed, with the CLI."""
        done = self.strata(operation, "dev", *OFFICIAL, *flags)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return done

    def embedded(self, operation: str, *flags: str) -> subprocess.CompletedProcess[str]:
        """Carry out an operation that must succeed, with the embedded engine."""
        done = self.strata(operation, "dev", "--sandbox", *flags)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def files(self) -> dict[str, bytes]:
        """The project's own files."""
        paths = (path for path in self.root.rglob("*") if path.is_file() and path.suffix != ".pyc")
        own = (path for path in paths if not path.is_relative_to(self.home.parent))
        return {str(path.relative_to(self.root)): path.read_bytes() for path in own}

    def recorded(self) -> set[str]:
        """The names of the buckets that the stack's state lists."""
        state = (self.home / ".pulumi" / "stacks" / self.name / "dev.json").read_text()
        return set(re.findall(r"aws:s3/bucket:Bucket::(\w+)", state))

    def locks(self) -> list[Path]:
        """The locks that somebody holds on a stack."""
        return list((self.home / ".pulumi" / "locks").rglob("*.json"))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Official]:
    """A project with a sandbox of its own."""
    made = Official(tmp_path / "project")
    yield made
    Sandbox(made.home).stop()


def events_of(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_stack_lives_from_up_to_destroy_and_the_project_stays_clean(project: Official) -> None:
    before = project.files()
    planned = project.official("preview")
    assert " +  jobs             2 to create\n" in planned.stdout
    assert planned.stdout.endswith(" 4 to create\n\n")
    made = project.official("up", "--yes")
    assert "dev: up in " in made.stdout
    assert "; 4 created\n  state  .strata/sandbox/.pulumi/stacks/official/dev.json\n" in made.stdout
    assert "  token   [secret]\n" in made.stdout
    assert "strata destroy dev --sandbox --engine pulumi" in made.stdout
    assert sorted(json.loads(project.strata("outputs", "--json").stdout)) == ["bucket", "queue", "token"]
    assert "4 unchanged" in project.official("refresh", "--yes", "--expect-no-changes").stdout
    project.configure("official:delay: 7")
    assert "delaySeconds: 0 → 7" in project.official("up", "--yes", "--diff", "--parallel", "2").stdout
    project.configure("official:delay: 8")
    changes = project.strata("preview", "dev", *OFFICIAL, "--expect-no-changes")
    assert changes.returncode == ExitCode.CHANGES
    queue = f"urn:pulumi:dev::{project.name}::small:index:Jobs$aws:sqs/queue:Queue::jobs-queue"
    assert "1 updated" in project.official("up", "--yes", "--target", queue).stdout
    assert "; 4 deleted\n" in project.official("destroy", "--yes").stdout
    assert [path for path in project.home.rglob("*") if path.stat().st_mode & 0o077] == []
    project.configure("")
    assert {name: text.strip() for name, text in project.files().items()} == {
        name: text.strip() for name, text in before.items()
    }
    assert list((project.root.parent / "home").rglob(".pulumi")) == []


def test_each_engine_takes_over_what_the_other_made(project: Official) -> None:
    project.official("up", "--yes", "--skip-preview")
    assert "4 unchanged" in project.embedded("up", "--yes", "--expect-no-changes").stdout
    project.official("preview", "--expect-no-changes")
    project.embedded("destroy", "--yes")
    project.embedded("up", "--yes")
    assert "4 unchanged" in project.official("up", "--yes", "--expect-no-changes").stdout
    project.embedded("preview", "--expect-no-changes")


def test_both_engines_tell_the_same_events(project: Official) -> None:
    def told(events: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
        kinds = ("resourcePreEvent", "resOutputsEvent")
        steps = [(kind, event[kind]["metadata"]) for event in events for kind in kinds if kind in event]
        return {(kind, one["op"], one["urn"]) for kind, one in steps if ":default_" not in one["urn"]}

    official = events_of(project.official("preview", "--json").stdout)
    embedded = events_of(project.embedded("preview", "--json").stdout)
    assert told(official) == told(embedded)
    assert official[-2]["summaryEvent"]["resourceChanges"] == {"create": 4}
    assert embedded[-1]["summaryEvent"]["resourceChanges"] == {"create": 4}


def test_what_aws_refuses_is_told_and_the_rest_is_kept(project: Official) -> None:
    project.program(
        "import pulumi_aws as aws\n"
        "first = aws.s3.Bucket('first')\n"
        "aws.s3.BucketObjectv2('lost', bucket=first.bucket.apply(lambda _: 'no-such-bucket'), key='k', content='c')\n"
    )
    failed = project.strata("up", "dev", *OFFICIAL, "--yes")
    assert failed.returncode == ExitCode.FAILED
    urn = f"urn:pulumi:dev::{project.name}::aws:s3/bucketObjectv2:BucketObjectv2::lost"
    assert f"aws:s3:BucketObjectv2 lost\n  urn    {urn}\n  cause  PutObject: NoSuchBucket" in failed.stdout
    assert "update failed" not in failed.stdout
    assert "Traceback" not in failed.stdout + failed.stderr
    project.program("import pulumi_aws as aws\nfirst = aws.s3.Bucket('first')\n")
    assert "2 unchanged" in project.official("up", "--yes").stdout


@pytest.mark.parametrize(
    ("program", "cause"),
    [
        ("def broken():\n    return {}['x']\nbroken()\n", "stacks/__main__.py:3 → stacks/__main__.py:2: KeyError: 'x'"),
        ("import pulumi\nraise pulumi.RunError('a setting is wrong')\n", "error\n  cause  a setting is wrong\n\ndev:"),
        (MISSPELT, "versioningConfiguration.statsu: unknown, did you mean 'status'?"),
    ],
    ids=["exception", "RunError", "property"],
)
def test_a_mistake_of_the_program_is_told_by_its_place(project: Official, program: str, cause: str) -> None:
    project.program(program)
    refused = project.strata("up", "dev", *OFFICIAL, "--yes")
    assert refused.returncode == ExitCode.USAGE
    assert cause in refused.stdout
    assert "dev: the plan failed; nothing was changed\n" in refused.stdout
    assert "Traceback" not in refused.stdout + refused.stderr
    assert "KeyboardInterrupt" not in refused.stdout


def test_mistakes_of_the_configuration_are_told_as_the_embedded_engine_tells_them(project: Official) -> None:
    declared = "config:\n  size: {type: integer}\n  colour: {type: string}\n"
    file = project.root / "Pulumi.yaml"
    file.write_text(file.read_text() + declared)
    project.configure("size: large")
    refused = project.strata("up", "dev", *OFFICIAL, "--yes")
    assert refused.returncode == ExitCode.USAGE
    assert refused.stderr == project.strata("up", "dev", "--sandbox", "--yes").stderr
    assert "official:colour: missing" in refused.stderr
    assert "official:size: must be an integer" in refused.stderr


def test_no_secret_is_shown_or_left_in_plain_text(project: Official) -> None:
    crypter = Crypter.create(PASSPHRASE)
    project.environment["PULUMI_CONFIG_PASSPHRASE"] = PASSPHRASE
    config = f"config:\n  aws:region: us-east-1\n  official:token:\n    secure: {crypter.encrypt(SECRET)}\n"
    (project.root / "stacks" / "Pulumi.dev.yaml").write_text(f"encryptionsalt: {crypter.salt}\n{config}")
    project.program(
        "import pulumi, pulumi_aws as aws\n"
        "token = pulumi.Config().require_secret('token')\n"
        "token.apply(lambda text: print(f'the token is {text}'))\n"
        "token.apply(lambda text: pulumi.log.warn(f'mind {text}'))\n"
        "aws.ssm.Parameter('p', type='SecureString', value=token)\n"
        "pulumi.export('token', token)\n"
    )
    shown = ""
    for command in (["preview", "--diff"], ["up", "--yes", "--diff"], ["up", "--yes", "--json"], ["refresh", "--yes"]):
        done = project.official(*command)
        shown += done.stdout + done.stderr
    assert "the token is [secret]" in shown
    assert "mind [secret]" in shown
    project.program("import pulumi\nraise ValueError(pulumi.Config().require('token'))\n")
    failed = project.strata("up", "dev", *OFFICIAL, "--yes", "--json")
    assert failed.returncode == ExitCode.USAGE
    shown += failed.stdout + failed.stderr
    assert "ValueError: [secret]" in shown
    left = [path for path in project.root.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert left == []
    assert SECRET not in shown


def test_the_program_runs_in_the_projects_own_virtual_environment(project: Official) -> None:
    own = project.root / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", own], check=True)
    (site,) = own.glob("lib/python*/site-packages")
    (here,) = Path(sys.prefix).glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(f"{here}\n")
    project.runtime(Path(".venv"))
    project.program("import sys, pulumi\npulumi.export('python', sys.prefix)\n")
    assert f"  python  {own}\n" in project.official("up", "--yes").stdout


def test_the_first_interrupt_finishes_and_records_what_is_in_flight(project: Official) -> None:
    project.program(WAITING)
    terminal = Terminal(project, "up", "dev", *OFFICIAL, "--yes")
    waited_for(project)
    terminal.process.sendintr()
    terminal.expect(FIRST)
    assert terminal.end() == ExitCode.INTERRUPTED
    assert "Traceback" not in terminal.plain
    assert "dev: failed after" in terminal.plain
    assert project.recorded() == {"first"}
    assert project.locks() == []
    (project.root / "stacks" / "go").touch()
    assert "1 created, 2 unchanged" in project.official("up", "--yes").stdout
    assert project.recorded() == {"first", "second"}


def test_the_second_interrupt_stops_at_once_and_nothing_is_forgotten(project: Official) -> None:
    project.program(WAITING)
    terminal = Terminal(project, "up", "dev", *OFFICIAL, "--yes")
    waited_for(project)
    terminal.process.sendintr()
    terminal.expect(FIRST)
    terminal.process.sendintr()
    terminal.expect(SECOND)
    assert terminal.end() == ExitCode.INTERRUPTED
    assert terminal.shown.rindex("\x1b[?25h") > terminal.shown.rindex("\x1b[?25l")
    assert running_for(project) == []
    (project.root / "stacks" / "go").touch()
    resumed = project.embedded("up", "--yes")
    assert "1 created, 2 unchanged" in resumed.stdout
    assert project.recorded() == {"first", "second"}


def test_in_the_cloud_what_is_real_is_destroyed_only_by_its_name(project: Official, tmp_path: Path) -> None:
    sandbox = Sandbox(project.home)
    sandbox.start()
    install(tmp_path / "plugins", project.home)  # for the CLI these are providers as any others on PATH
    project.environment |= {
        "PATH": f"{tmp_path / 'plugins'}:{project.environment['PATH']}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": sandbox.endpoint,
        "PULUMI_BACKEND_URL": f"file://{tmp_path}",
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
        "PULUMI_HOME": str(tmp_path / "pulumi-home"),
    }
    lacking = project.strata("preview", "prod", "--json")
    assert lacking.returncode == ExitCode.UNPREPARED
    (stack,) = json.loads(lacking.stdout)["missing"]
    assert stack["what"] == f"the stack prod: file://{tmp_path} has none of this name"
    init = ["pulumi", "stack", "init", "prod", "--non-interactive"]
    subprocess.run(init, cwd=project.root, env=project.environment, capture_output=True, check=True)
    who = "account 123456789012, region us-east-1, as arn:aws:sts::123456789012:user/moto"
    made = project.strata("up", "prod", "--yes")
    assert made.returncode == 0, made.stdout + made.stderr
    assert f"prod is in {who}; its state is in file://{tmp_path}\n" in made.stdout
    assert "; 4 created\n" in made.stdout
    terminal = Terminal(project, "destroy", "prod")
    terminal.expect("Destroy these resources? (type prod to agree/no/details) ")
    terminal.process.sendline("yes")
    terminal.expect("Destroy these resources? (type prod to agree/no/details) ")
    terminal.process.sendline("prod")
    assert terminal.end() == 0, terminal.plain
    assert "; 4 deleted" in terminal.plain


def waited_for(project: Official) -> None:
    """Wait until the program waits."""
    import time

    give_up = time.monotonic() + 60
    while not (project.root / "stacks" / "waiting").exists() and time.monotonic() < give_up:
        time.sleep(0.02)
    assert (project.root / "stacks" / "waiting").exists()


def running_for(project: Official) -> list[str]:
    """The CLI and plugins that still run for a project, as soon as they had time to end."""
    import time

    give_up = time.monotonic() + 20
    while True:
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue
            if str(project.root) in " ".join(words) and "sandbox.aws.server" not in words:
                found.append(" ".join(words))
        if not found or time.monotonic() > give_up:
            return found
        time.sleep(0.1)
