"""`strata policy show`: a rule's documentation."""

from __future__ import annotations

import json

import pytest

from cli.main import run


def test_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "show", "sqs-encrypted", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["what must hold"] == "Queues encrypt their messages at rest."
    assert facts["looks at"] == "aws:sqs/queue:Queue"
    assert facts["AWS Foundational Security Best Practices 1.0.0"] == "SQS.1"


def test_no_such_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "show", "sqs-encypted"]) == 2
    assert "did you mean 'sqs-encrypted'?" in capsys.readouterr().err
