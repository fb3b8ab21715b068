"""`strata policy check`, as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.exit_codes import ExitCode

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
GOOD = {"type": "aws:sqs/queue:Queue", "name": "jobs", "properties": {"sqsManagedSseEnabled": True}}
BAD = {"type": "aws:sqs/queue:Queue", "name": "jobs", "properties": {}}
UNKNOWN = {"type": "aws:sqs/queue:Queue", "name": "jobs", "properties": {"sqsManagedSseEnabled": {"unknown": True}}}
MANIFEST = """
apiVersion: v1
kind: Pod
metadata: {name: open}
spec: {containers: [{name: a, image: a, securityContext: {privileged: true}}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, resources in (("good", [GOOD]), ("bad", [BAD]), ("unknown", [UNKNOWN])):
        (tmp_path / f"{name}.json").write_text(json.dumps(resources))
    (tmp_path / "pod.yaml").write_text(MANIFEST)
    return tmp_path


def strata(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli.main", "policy", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_nothing_wrong(folder: Path) -> None:
    done = strata(folder, "check", "--resources", "good.json", "--rule", "sqs-encrypted")
    assert (done.returncode, done.stderr) == (ExitCode.OK, "")
    assert done.stdout == "good.json: nothing is wrong; 1 rules on 1 resources\n"


def test_a_violation(folder: Path) -> None:
    done = strata(folder, "check", "--resources", "bad.json", "--rule", "sqs-encrypted")
    assert (done.returncode, done.stderr) == (ExitCode.FAILED, "")
    assert done.stdout == (
        "high  sqs-encrypted  Queues encrypt their messages at rest.\n"
        "    aws:sqs/queue:Queue::jobs  sqsManagedSseEnabled\n"
        "    fix: set `sqs_managed_sse_enabled` to true, or `kms_master_key_id` to a key of your own.\n"
        "\n"
        "bad.json: 1 violation; 1 rules on 1 resources\n"
    )


@pytest.mark.parametrize(("flags", "code"), [((), ExitCode.OK), (("--strict",), ExitCode.FAILED)])
def test_what_is_unknown_is_told_and_counts_if_asked_to(folder: Path, flags: tuple[str, ...], code: int) -> None:
    done = strata(folder, "check", "--resources", "unknown.json", "--rule", "sqs-encrypted", *flags)
    assert done.returncode == code
    assert "aws:sqs/queue:Queue::jobs  sqsManagedSseEnabled  cannot be known yet" in done.stdout
    assert "1 unknown" in done.stdout


def test_manifests(folder: Path) -> None:
    done = strata(folder, "check", "--manifests", "pod.yaml", "--profile", "pss-baseline", "--format", "json")
    assert done.returncode == ExitCode.FAILED
    assert [one["path"] for one in json.loads(done.stdout)["findings"] if one["rule"] == "k8s-no-privileged"] == [
        "spec.containers[0].securityContext.privileged"
    ]


@pytest.mark.parametrize("form", ["json", "junit", "sarif", "markdown", "html"])
def test_every_format_goes_to_standard_output(folder: Path, form: str) -> None:
    done = strata(folder, "check", "--resources", "bad.json", "--rule", "sqs-encrypted", "--format", form)
    assert (done.returncode, done.stderr) == (ExitCode.FAILED, "")
    assert "sqs-encrypted" in done.stdout


def test_waivers_are_heeded_and_reviewed(folder: Path) -> None:
    waiver = "{rule: sqs-encrypted, match: '*::jobs', reason: r, owner: o, ticket: t, expires: 2099-01-31}"
    (folder / "waivers.yaml").write_text(f"waivers: [{waiver}]")
    command = ("--rule", "sqs-encrypted", "--waivers", "waivers.yaml")
    done = strata(folder, "check", "--resources", "bad.json", *command)
    assert done.returncode == ExitCode.OK
    assert "waived until 2099-01-31: r (t)" in done.stdout
    unneeded = strata(folder, "check", "--resources", "good.json", *command)
    assert unneeded.returncode == ExitCode.FAILED
    assert "nothing needs it" in unneeded.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name one thing to check"),
        (("--resources", "good.json", "--state", "good.json"), "name one thing to check"),
        (("--state", "good.json"), "good.json: is no state"),
        (("--resources", "none.json"), "none.json: cannot be read: No such file or directory"),
        (("--resources", "."), ".: is a folder; name a file"),
        (("--resources", "good.json", "--rule", "sqs-encrypt"), "did you mean 'sqs-encrypted'?"),
        (("--resources", "good.json", "--profile", "hippa"), "did you mean 'hipaa'?"),
        (("--resources", "good.json", "--severity", "hi"), "no severity is named 'hi'"),
        (("--resources", "good.json", "--waivers", "pod.yaml"), "pod.yaml: apiVersion: extra inputs are not permitted"),
    ],
)
def test_wrong_usage(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    done = strata(folder, "check", *arguments)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
