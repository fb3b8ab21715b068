"""Whole commands on a project full of secrets: nothing that they write or show holds one, but what is named here."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small
from tests.harness import PASSPHRASE, crypter
from tests.secrecy import NASTY, found_in, leaks, marker, open_to_others

pytestmark = pytest.mark.slow

PROGRAM = """\
import json
import sys
import time
import warnings
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

config = pulumi.Config()
token, nasty = config.require_secret("token"), config.require_secret_object("nasty")
mode = config.get("mode")
print("printed", config.require("token"), config.require("nasty"))
print("printed as error", repr(config.require("token")), file=sys.stderr)
warnings.warn(config.require("token"))
nasty.apply(lambda value: [pulumi.log.warn(f"logged {part!r}") for part in value])


class Credentials(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("small:index:Credentials", name)
        child = pulumi.ResourceOptions(parent=self)
        self.secret = aws.secretsmanager.Secret(name, recovery_window_in_days=0, opts=child)
        self.version = aws.secretsmanager.SecretVersion(
            name, secret_id=self.secret.id, secret_string=nasty.apply(json.dumps), opts=child
        )
        self.register_outputs({"value": self.version.secret_string})


credentials = Credentials("credentials")
bucket = aws.s3.Bucket("data")
aws.s3.BucketObjectv2("object", bucket=bucket.bucket, key="k", content=nasty.apply(repr), tags={"token": token})
aws.ssm.Parameter("token", type="SecureString", value=nasty.apply(json.dumps))
database = aws.rds.Instance(
    "db", engine="postgres", instance_class="db.t4g.micro", allocated_storage=20, username="ml", password=token,
    skip_final_snapshot=True,
)
entries = {"clusters": [{"name": "c", "cluster": {"server": "https://cluster.example.com"}}], "current-context": "c"}
entries["contexts"] = [{"name": "c", "context": {"cluster": "c", "user": "u"}}]
kubeconfig = token.apply(lambda value: json.dumps(entries | {"users": [{"name": "u", "user": {"token": value}}]}))
cluster = pulumi.ResourceOptions(provider=k8s.Provider("cluster", kubeconfig=kubeconfig))
k8s.core.v1.Secret("login", string_data={"token": token, "all": nasty.apply(json.dumps)}, opts=cluster)
k8s.core.v1.ConfigMap("url", data={"url": token.apply(lambda value: f"ml://ml:{value}@db")}, opts=cluster)
pulumi.export("token", token)
pulumi.export("nasty", nasty)
pulumi.export("kubeconfig", kubeconfig)
pulumi.export("password", database.password)
pulumi.export("value", credentials.version.secret_string)

if mode == "explode":
    token.apply(lambda value: {}[value])
if mode == "refused":
    aws.s3.BucketObjectv2("lost", bucket=token, key="k", content=token)
if mode == "invalid":
    aws.s3.BucketObjectv2("lost", bucket=nasty.apply(lambda value: value[1]), key="k", content=token)
if mode == "wait" and not pulumi.runtime.is_dry_run():
    def wait(value):
        Path("waiting").touch()
        give_up = time.monotonic() + 60
        while not Path("go").exists() and time.monotonic() < give_up:
            time.sleep(0.02)
        return value

    aws.sqs.Queue("late", tags={"token": pulumi.Output.all(bucket.arn, token).apply(wait)[1]})
"""
CLUSTER = {"kubernetes.db", "kubernetes.db-wal"}
"""Where the sandbox's cluster keeps its objects, as a real one does in etcd: readable by their owner only."""


class Guarded(Small):
    """The project, whose every command is watched."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "guarded", "guarded")
        self.folder = folder
        self.token = marker()
        self.nasty = list(NASTY.values())
        self.secrets = [self.token, *(text for text in self.nasty)]
        (folder / "tmp").mkdir(mode=0o700)
        self.environment |= {"PULUMI_CONFIG_PASSPHRASE": PASSPHRASE, "TMPDIR": str(folder / "tmp")}
        self.program(PROGRAM)
        self.mode("")

    def mode(self, mode: str) -> None:
        """What the program does in the end."""
        secure = {"token": self.token, "nasty": json.dumps(self.nasty)}
        lines = [f'  {self.name}:{key}:\n    secure: "{crypter().encrypt(text)}"\n' for key, text in secure.items()]
        text = f"encryptionsalt: {crypter().salt}\nconfig:\n  aws:region: us-east-1\n  {self.name}:mode: '{mode}'\n"
        (self.root / "stacks" / "Pulumi.dev.yaml").write_text(text + "".join(lines))

    def guarded(self, *arguments: str, umask: int = 0o000) -> subprocess.CompletedProcess[str]:
        """Run a command, which must leave no secret and nothing that is open to others."""
        done = subprocess.run(
            [*self.command, *arguments], cwd=self.root, env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=120, check=False, umask=umask,
        )  # fmt: skip
        shows = "--show-secrets" in arguments
        self.search({} if shows else {"standard output": done.stdout, "standard error": done.stderr})
        return done

    def search(self, streams: dict[str, str]) -> None:
        """Nothing under the project's, the home's and the temporary folder, in the streams and the processes."""
        streams |= processes(str(self.home))
        found = leaks(self.secrets, [self.folder], streams)
        assert {place for place, _ in found} <= {str(self.home.relative_to(self.folder) / name) for name in CLUSTER}
        assert open_to_others(self.home.parent) == set()

    def bring_up(self) -> None:
        """Have the stack up, whatever another test left of it."""
        checkpoint = self.home / ".pulumi" / "stacks" / self.name / "dev.json"
        if not checkpoint.exists() or "::db" not in checkpoint.read_text():
            self.mode("")
            assert self.guarded("up", "--sandbox", "--yes", "--skip-preview").returncode == 0

    def kept(self) -> dict[str, bytes]:
        """Every file but those of the sandbox's servers, which any command may start."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        return {str(path): path.read_bytes() for path in files if not path.name.startswith(("aws.", "kubernetes.db"))}


def processes(mark: str) -> dict[str, str]:
    """The command lines and environments of the processes that were started for a home."""
    found: dict[str, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        except OSError:  # it has ended meanwhile
            continue
        if mark in command.decode(errors="replace"):
            found[f"process {command!r}"] = (command + environment).decode(errors="replace")
    assert any("sandbox.aws.server" in name for name in found)
    return found


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    from sandbox.environment import Sandbox

    project = Guarded(tmp_path_factory.mktemp("guarded"))
    yield project
    Sandbox(project.home).stop()


def lines(done: subprocess.CompletedProcess[str]) -> list[Any]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_life_of_a_stack(guarded: Guarded) -> None:
    guarded.mode("")
    # Another test may have it up already.
    assert guarded.guarded("destroy", "--sandbox", "--yes", "--skip-preview").returncode == 0
    plan = guarded.guarded("preview", "--sandbox", "--diff")
    assert plan.returncode == 0, plan.stdout + plan.stderr
    assert "password: [secret]" in plan.stdout
    assert "printed [secret] [secret]" in plan.stdout
    made = guarded.guarded("up", "--sandbox", "--yes", "--skip-preview", "--json")
    assert made.returncode == 0, made.stdout + made.stderr
    assert made.stderr == ""
    said = [event["diagnosticEvent"] for event in lines(made) if "diagnosticEvent" in event]
    assert {one["severity"] for one in said} == {"info", "info#err", "warning"}
    for command in (("outputs",), ("outputs", "--json"), ("stacks",), ("sandbox", "status")):
        assert guarded.guarded(*command).returncode == 0
    shown = guarded.guarded("outputs", "--json", "--show-secrets")
    assert json.loads(shown.stdout)["token"] == guarded.token
    assert json.loads(shown.stdout)["nasty"] == guarded.nasty
    refreshed = guarded.guarded("refresh", "--sandbox", "--yes", "--diff", umask=0o022)
    assert refreshed.returncode == 0, refreshed.stdout
    assert guarded.guarded("up", "--sandbox", "--yes", "--expect-no-changes").returncode == 0


@pytest.mark.parametrize(
    ("mode", "code", "said"),
    [
        ("explode", ExitCode.USAGE, "KeyError: '[secret]'"),
        ("refused", ExitCode.FAILED, "NoSuchBucket"),
        ("invalid", ExitCode.FAILED, "Invalid bucket name"),
    ],
)
def test_a_failure_that_quotes_a_secret(guarded: Guarded, mode: str, code: ExitCode, said: str) -> None:
    guarded.mode(mode)
    failed = guarded.guarded("up", "--sandbox", "--yes")
    assert failed.returncode == code, failed.stdout + failed.stderr
    assert said in failed.stdout
    assert "[secret]" in failed.stdout


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_what_is_left_when_it_is_stopped_in_the_middle(guarded: Guarded, number: signal.Signals) -> None:
    guarded.mode("wait")
    stacks = guarded.root / "stacks"
    for name in ("waiting", "go"):
        (stacks / name).unlink(missing_ok=True)
    with subprocess.Popen(
        [*guarded.command, "up", "--sandbox", "--yes", "--skip-preview"], cwd=guarded.root, env=guarded.environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, umask=0,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,  # noqa: PLW1509
    ) as command:  # fmt: skip
        give_up = time.monotonic() + 60
        while not (stacks / "waiting").exists() and time.monotonic() < give_up:
            time.sleep(0.02)
        assert list(guarded.home.rglob("*.journal"))
        guarded.search({})
        os.kill(command.pid, number)
        (stacks / "go").touch()
        out, err = command.communicate(timeout=60)
    guarded.search({"standard output": out, "standard error": err})
    assert bool(list(guarded.home.rglob("*.journal"))) == (number is signal.SIGKILL)
    guarded.mode("")
    assert guarded.guarded("up", "--sandbox", "--yes", "--skip-preview").returncode == 0


def test_where_the_cluster_keeps_its_objects(guarded: Guarded) -> None:
    """The one exception, as in a real cluster; its files are nobody else's."""
    guarded.bring_up()
    files = sorted(guarded.home.glob("kubernetes.db*"))
    assert found_in("".join(file.read_bytes().decode(errors="replace") for file in files), [guarded.token])
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


@pytest.mark.parametrize("command", ["up", "preview", "refresh", "destroy", "outputs"])
def test_without_the_right_passphrase_nothing_is_done(guarded: Guarded, command: str) -> None:
    """One line says so; no file of the state, and no new passphrase, is written."""
    guarded.bring_up()
    before = guarded.kept()
    flags = {"outputs": [], "preview": ["--sandbox"]}.get(command, ["--sandbox", "--yes"])
    for given, told in (
        ("wrong", "incorrect passphrase; set PULUMI_CONFIG_PASSPHRASE to the one the stack was made with"),
        (None, "stack dev has secrets; set PULUMI_CONFIG_PASSPHRASE to its passphrase"),
    ):
        environment = {name: text for name, text in guarded.environment.items() if "PASSPHRASE" not in name}
        environment |= {"PULUMI_CONFIG_PASSPHRASE": given} if given else {}
        refused = subprocess.run(
            [*guarded.command, command, *flags], cwd=guarded.root, env=environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert (refused.returncode, refused.stderr) == (ExitCode.FAILED, f"error: {told}\n")
        assert guarded.kept() == before


def test_destroying_leaves_no_secret_either(guarded: Guarded) -> None:
    guarded.bring_up()
    assert guarded.guarded("destroy", "--sandbox", "--yes").returncode == 0


def test_a_passphrase_file_that_cannot_be_read_is_named(small: Small) -> None:
    refused = small.strata("outputs", environment={"PULUMI_CONFIG_PASSPHRASE_FILE": "/nowhere"})
    assert refused.returncode == ExitCode.USAGE
    assert refused.stderr == (
        "error: PULUMI_CONFIG_PASSPHRASE_FILE names /nowhere, which cannot be read: No such file or directory\n"
    )
