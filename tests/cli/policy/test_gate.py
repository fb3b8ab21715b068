"""What a stack's settings make of the policies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.errors import UsageError
from cli.policy.gate import Gate
from engine import FileBackend, Project, Stack
from engine.resource import ResourceState
from policies.enforcement import Level

PROJECT = "name: small\nruntime: python\n"
Open = Callable[..., Stack]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    def make(section: str = "", name: str = "dev") -> Stack:
        (tmp_path / "Pulumi.yaml").write_text(PROJECT)
        (tmp_path / f"Pulumi.{name}.yaml").write_text(f"config:\n  aws:region: us-east-1\n{section}")
        return Stack(Project.load(tmp_path), name, FileBackend(tmp_path / "state"))

    return make


def queue() -> ResourceState:
    urn = "urn:pulumi:dev::small::aws:sqs/queue:Queue::jobs"
    return ResourceState(urn=urn, type="aws:sqs/queue:Queue", custom=True, inputs={"sqsManagedSseEnabled": False})


def test_a_project_without_the_section_has_no_gate(opened: Open) -> None:
    assert Gate.of(opened()) is None


def test_the_section_decides_what_blocks(opened: Open) -> None:
    gate = Gate.of(opened("  strata:policy: {enforcement: advisory, reasons: {enforcement: we try things here}}\n"))
    assert gate is not None
    assert gate.policy.enforcement is Level.ADVISORY
    verdict = gate.judge([queue()])
    assert [one.rule.name for one in verdict.violations if one.rule.name == "sqs-encrypted"] == ["sqs-encrypted"]
    assert [one.rule.name for one in verdict.blocking if one.rule.name == "sqs-encrypted"] == []
    strictest = Gate.of(opened("  strata:policy: {}\n"))
    assert strictest is not None
    assert "sqs-encrypted" in [one.rule.name for one in strictest.judge([queue()]).blocking]


def test_waivers_lie_beside_the_stack_files(opened: Open, tmp_path: Path) -> None:
    waiver = "{rule: sqs-encrypted, match: '*::jobs', reason: r, owner: o, ticket: t, expires: 2099-01-01}"
    (tmp_path / "waivers.yaml").write_text(f"waivers: [{waiver}]")
    gate = Gate.of(opened("  strata:policy: {}\n"))
    assert gate is not None
    assert "sqs-encrypted" not in [one.rule.name for one in gate.judge([queue()]).blocking]


@pytest.mark.parametrize(
    ("section", "name", "told"),
    [
        ("{enforcement: advisory}", "dev", "Pulumi.dev.yaml: strata:policy.reasons.enforcement: is missing"),
        (
            "{enforcement: advisory, reasons: {enforcement: r}}",
            "prod",
            "Pulumi.prod.yaml: strata:policy.enforcement: stack prod is production",
        ),
        ("{profiles: [hippa]}", "dev", "Pulumi.dev.yaml: strata:policy.profiles.0: input should be"),
    ],
)
def test_mistakes_in_the_section(opened: Open, section: str, name: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        Gate.of(opened(f"  strata:policy: {section}\n", name))
    assert str(refused.value).startswith(told)
