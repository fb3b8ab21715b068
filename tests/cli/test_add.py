"""`strata add` changes the lines that must change, checks them with the program, and leaves a file that is refused."""

from __future__ import annotations

import difflib
import json
import shutil
from pathlib import Path

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
STACK = Path("stacks/Pulumi.dev.yaml")


@pytest.fixture
def platform(fresh: Small) -> Small:
    """The whole platform as a project."""
    shutil.rmtree(fresh.root / "stacks")
    shutil.copytree(ROOT / "stacks", fresh.root / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
    return fresh


def text(project: Small) -> str:
    return (project.root / STACK).read_bytes().decode()


def came(before: str, after: str) -> str:
    """What was added; nothing may have gone."""
    lines = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    assert [line for line in lines if line.startswith("- ")] == []
    return "".join(line[2:] for line in lines if line.startswith("+ "))


ADDITIONS = {
    "team": (
        ("team", "vision", "--quota", "cpu:cpus=1,memory_gib=4", "--quota", "gpu:cpus=8,memory_gib=32,gpus=1"),
        (
            "      - name: vision\n        quotas:\n          cpu: {cpus: 1, memory_gib: 4}\n"
            "          gpu: {cpus: 8, memory_gib: 32, gpus: 1}\n"
        ),
    ),
    "model": (("model", "fraud"), "    repositories: [training, serving, fraud]\n"),
    "endpoint by format": (
        ("endpoint", "fraud", "--model", "fraud/7", "--format", "sklearn", "--cpus", "0.5", "--memory-gib", "1"),
        (
            "      - name: fraud\n        kind: kserve\n        format: sklearn\n        model: fraud/7\n"
            "        resources: {cpus: 0.5, memory_gib: 1}\n"
        ),
    ),
    "endpoint by image": (
        (
            *(
                "endpoint",
                "fraud",
                "--model",
                "fraud/7",
                "--image",
                f"registry.example:5000/fraud:v1@sha256:{'a' * 64}",
            ),
            *("--port", "9000", "--pool", "inference", "--gpus", "1", "--replicas-min", "1", "--replicas-max", "3"),
        ),
        (
            "      - name: fraud\n        kind: deployment\n        model: fraud/7\n"
            f'        image: {{repository: "registry.example:5000/fraud", tag: v1, digest: "sha256:{"a" * 64}"}}\n'
            "        port: 9000\n        pool: inference\n        replicas_min: 1\n        replicas_max: 3\n"
            "        resources: {gpus: 1}\n"
        ),
    ),
    "queue": (
        ("queue", "nightly", "--visibility-timeout-s", "600", "--receives-max", "3", "--retention-days", "7"),
        (
            "    jobs:\n      - name: training\n      - name: nightly\n        visibility_timeout_s: 600\n"
            "        receives_max: 3\n        retention_days: 7\n"
        ),
    ),
    "pool": (
        ("pool", "big", "--family", "p5", "--gpus-max", "16", "--capacity", "spot", "--reason", "runs may wait"),
        (
            "      - name: big\n        instance_families: [p5]\n        gpus_max: 16\n        capacity: [spot]\n"
            "        reasons: {capacity: runs may wait}\n"
        ),
    ),
}


@pytest.mark.parametrize("what", ADDITIONS)
def test_it_is_added_and_everything_else_stays(platform: Small, what: str) -> None:
    command, expected = ADDITIONS[what]
    before = text(platform)
    done = platform.strata("add", *command)
    assert (done.returncode, done.stderr) == (0, "")
    assert came(before, text(platform)) == expected
    line = text(platform).splitlines().index(next(iter(expected.splitlines()))) + 1
    if what != "queue":
        assert f"added {command[0]} {command[1]} to {STACK}, line {line}\n" in done.stdout
    assert "".join(f"+{one}\n" for one in expected.splitlines()) in done.stdout
    assert "\x1b" not in done.stdout


def test_it_is_only_shown_and_told_as_json(platform: Small) -> None:
    before = text(platform)
    done = platform.strata("add", "team", "vision", "--stack", "dev", "--dry-run", "--json")
    told = json.loads(done.stdout)
    assert told.pop("diff").count("\n+      - name: vision\n") == 1
    line = told.pop("line")
    assert before.splitlines()[line - 2].startswith("          ")
    expected = {"stack": "dev", "kind": "team", "name": "vision", "file": str(STACK), "written": False}
    assert told == expected
    assert text(platform) == before


REFUSED = {
    "what the program refuses, all of it": (
        ("team", "vision", "--quota", "cpuu:cpus=1,memory_gib=4", "--quota", "gpu:gpus=1", "--pods-max", "0"),
        ("strata:queues.teams[1].quotas.gpu.cpus: is required", "strata:queues.teams[1].pods_max: at least 1, got 0"),
    ),
    "another section's pool": (
        ("endpoint", "fraud", "--model", "fraud/7", "--format", "onnx", "--pool", "infrence"),
        ("must be a pool or node group of strata:gpu, system, training, inference, got 'infrence'",),
    ),
    "a weaker setting without a reason": (
        ("pool", "big", "--capacity", "spot"),
        ("strata:gpu.pools[2]: weaker than the default without a reason: capacity",),
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_program_says_what_is_wrong_and_the_file_stays(platform: Small, what: str) -> None:
    command, messages = REFUSED[what]
    before = text(platform)
    refused = platform.strata("add", *command)
    assert (refused.returncode, refused.stdout) == (ExitCode.USAGE, "")
    assert [message for message in messages if message not in refused.stderr] == []
    assert refused.stderr.endswith(f"{STACK} is left as it was\n")
    assert "Traceback" not in refused.stderr
    assert text(platform) == before


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("team", "research"), "there is a team 'research' already; change it there\n"),
        (("queue", "training"), "there is a queue 'training' already, by default; write it out to change it\n"),
        (("team", "../x"), "the name of a team is lower-case letters, digits and hyphens"),
        (("team", "bücher"), "the name of a team is lower-case letters, digits and hyphens"),
        (("team", "--", "-x"), "the name of a team is lower-case letters, digits and hyphens"),
        (("team", "vision", "--stack", "dve"), "has no stack 'dve'; did you mean 'dev'? stacks: dev, prod, staging\n"),
        (("team", "vision", "--quota", "cpu"), "--quota is written FLAVOR:cpus=2,memory_gib=8,gpus=1"),
        (("team", "vision", "--quota", "cpu:cpus=x"), "--quota is written FLAVOR:cpus=2,memory_gib=8,gpus=1"),
        (("endpoint", "a", "--model", "a/1"), "give either --format, for KServe, or --image, of your own"),
        (("endpoint", "a", "--model", "a/1", "--image", "host:5000/a"), "--image is written REPOSITORY:TAG"),
        (("teem", "vision"), "No such command 'teem'. Did you mean 'team'?"),
        (("endpoint", "a"), "Missing option '--model'"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(
    platform: Small, command: tuple[str, ...], message: str
) -> None:
    before = text(platform)
    refused = platform.strata("add", *command)
    assert refused.returncode == ExitCode.USAGE
    assert message in refused.stderr
    assert text(platform) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"config:\n  strata:queues: [\n", "stacks/Pulumi.dev.yaml: line 3, column 1: "),
        (b"config:\n  a: 1\n  a: 2\n", "stacks/Pulumi.dev.yaml: line 3, column 3: found duplicate key"),
        (b"config:\n  strata:queues: x\n", "stacks/Pulumi.dev.yaml: line 2: must be a mapping of settings, got text"),
        (b"config: \xff\n", "stacks/Pulumi.dev.yaml: cannot be read: "),
    ],
)
def test_a_malformed_file_is_told_with_its_line_and_left(platform: Small, content: bytes, message: str) -> None:
    (platform.root / STACK).write_bytes(content)
    refused = platform.strata("add", "team", "vision")
    assert refused.returncode == ExitCode.USAGE
    assert refused.stderr.startswith(f"error: {message}")
    assert (platform.root / STACK).read_bytes() == content


def test_at_a_terminal_it_is_coloured_and_ctrl_c_leaves_the_file(platform: Small) -> None:
    before = text(platform)
    terminal = Terminal(platform, "add", "team", "vision")
    terminal.expect("Checking stacks/Pulumi.dev.yaml")
    terminal.process.sendintr()
    assert terminal.end() == ExitCode.INTERRUPTED
    assert "Traceback" not in terminal.plain
    assert text(platform) == before
    terminal = Terminal(platform, "add", "team", "vision")
    assert terminal.end() == 0
    assert "\x1b[32m+      - name: vision" in terminal.shown
    assert "      - name: vision\n" in text(platform)


def test_the_help_names_what_can_be_added(fresh: Small) -> None:
    shown = fresh.strata("add").stdout + fresh.strata("add", "--help").stdout
    for kind in ("team", "model", "endpoint", "queue", "pool"):
        assert f"\n  {kind} " in shown
