"""The stack's program, planned in the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from doctor import Outcome, Subject
from doctor.checks.program import CHECK
from tests.harness import Deployer


@pytest.fixture
def planned(subject: Subject) -> Iterator[Subject]:
    yield subject
    subject.sandbox.reset()


def write(root: Path, program: str) -> None:
    (root / "__main__.py").write_text(program)


def test_a_program_that_can_be_planned_tells_the_others_what_it_declares(planned: Subject) -> None:
    write(planned.root, "import pulumi_aws as aws\naws.sqs.Queue('jobs')\n")
    found = CHECK.run(planned)
    assert (found.outcome, found.found) == (Outcome.PASS, "plans 2 resources")
    assert planned.declared.aws_types() == ["aws:sqs/queue:Queue"]


def test_a_program_that_fails(planned: Subject) -> None:
    write(planned.root, "raise ValueError('not today')\n")
    found = CHECK.run(planned)
    assert (found.outcome, "not today" in found.found) == (Outcome.FAIL, True)
    assert "\n" not in found.found
    assert found.mend == "strata preview test --sandbox"


def test_settings_that_are_wrong(planned: Subject, deploy: Deployer) -> None:
    write(planned.root, "import pulumi\n")
    (planned.root / "Pulumi.test.yaml").write_text("confg: {}\n")
    planned.stack = deploy.open()
    found = CHECK.run(planned)
    assert (found.outcome, "confg: unknown" in found.found) == (Outcome.FAIL, True)
    assert found.mend.endswith("Pulumi.test.yaml, as it says")


def test_a_sandbox_that_lost_what_it_held(planned: Subject) -> None:
    stacks = planned.sandbox.root / ".pulumi" / "stacks" / "strata"
    stacks.mkdir(parents=True)
    (stacks / "test.json").write_text('"urn:pulumi:test::strata::aws:sqs/queue:Queue::jobs"')
    found = CHECK.run(planned)
    assert (found.outcome, found.mend) == (Outcome.FAIL, "strata sandbox reset")
