"""`strata outputs` shows what a stack publishes."""

from __future__ import annotations

import json

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_names_and_values_without_secrets(running: Small) -> None:
    shown = running.strata("outputs")
    assert (shown.returncode, shown.stderr) == (0, "")
    bucket, queue, token = shown.stdout.splitlines()
    assert bucket.startswith("bucket  data-")
    assert queue.startswith("queue   http://127.0.0.1:")
    assert token == "token   [secret]"


def test_as_json_with_secrets(running: Small) -> None:
    shown = json.loads(running.strata("outputs", "--json", "--show-secrets").stdout)
    assert sorted(shown) == ["bucket", "queue", "token"]
    assert shown["token"] == "s3cr3t-output"


def test_a_stack_that_was_never_brought_up_has_none(running: Small) -> None:
    assert running.strata("outputs", "prod").stdout == "prod has no outputs\n"
    assert json.loads(running.strata("outputs", "prod", "--json").stdout) == {}


def test_another_passphrase_is_refused_without_a_traceback(running: Small) -> None:
    refused = running.strata("outputs", environment={"PULUMI_CONFIG_PASSPHRASE": "wrong"})
    assert (refused.returncode, refused.stdout) == (ExitCode.FAILED, "")
    assert "passphrase" in refused.stderr
    assert "Traceback" not in refused.stderr
