"""The three stacks of this project, as doctor sees them in an account that is ready for them."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from doctor import Group, Outcome, Result, Subject, checks, examine
from doctor.checks.permissions import needed
from doctor.data import table
from engine import FileBackend, Operation, Project, Stack, run
from protocol.provider import ProviderFactory
from sandbox.environment import Sandbox

ROOT = Path(__file__).parents[2]
STACKS = sorted(path.name.split(".")[1] for path in (ROOT / "stacks").glob("Pulumi.*.yaml"))


@pytest.fixture(params=STACKS)
def platform(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    client: Callable[[str], Any],
    sandbox_providers: Mapping[str, ProviderFactory],
) -> Subject:
    """A stack of this project, planned."""
    from doctor.declared import Declared

    stack = Stack(Project.load(ROOT), request.param, FileBackend(tmp_path), passphrase="test")
    summary = run(Operation.PREVIEW, stack, providers=sandbox_providers)
    assert summary.succeeded, summary.errors
    subject = Subject(
        root=ROOT,
        sandbox=Sandbox(tmp_path),
        in_sandbox=True,
        open_account=lambda: client,
        stack=stack,
        region="eu-central-1",
    )
    subject.plan(Declared(summary.resources))
    return subject


def test_nothing_is_wrong_with_it_and_nothing_that_it_declares_is_unknown(platform: Subject) -> None:
    told: list[Result] = []
    results = examine([checks.STACK], platform, on_result=told.append, limit_s=120)
    wrong = {
        result.check.name: result.finding.found
        for result in results
        if result.finding.outcome in (Outcome.FAIL, Outcome.WARN) and result.check.name != "kubectl skew"
    }
    assert wrong == {}
    passed = {result.check.name for result in results if result.finding.outcome is Outcome.PASS}
    wanted = {"quotas", "offers", "lock", "state", "pending", "version", "add-ons", "chart versions", "custom kinds"}
    assert passed - {"kubectl skew"} == wanted
    assert len(told) == len(results)
    assert {result.check.group for result in results} <= set(Group)


def test_every_type_that_it_declares_has_a_row_of_permissions(platform: Subject) -> None:
    assert [one for one in platform.declared.aws_types() if one not in table("permissions")["types"]] == []


def test_every_row_of_permissions_names_a_service_and_properties_that_there_are(platform: Subject) -> None:
    place = {"partition", "region", "account", "path"}
    for type_ in platform.declared.aws_types():
        row = table("permissions")["types"][type_]
        assert platform.aws(row["service"]).meta.service_model.operation_names
        fields = {field for _, field, _, _ in string.Formatter().parse(row.get("resource", "")) if field}
        inputs = {name for _, inputs in platform.declared.of(type_) for name in inputs}
        assert fields - place <= inputs, type_


def test_permissions_are_asked_for_what_is_named_and_not_for_everything(platform: Subject) -> None:
    questions, unknown = needed(platform, "123456789012", "aws")
    assert unknown == []
    services = {arn.split(":")[2]: arn for arn in questions if arn != "*"}
    assert services.keys() >= {"cloudwatch", "ecr", "eks", "events", "iam", "kms", "logs", "rds", "s3", "sqs"}
    assert re.fullmatch(r"arn:aws:eks:eu-central-1:123456789012:cluster/strata-\w+", services["eks"])
    assert not any("None" in arn or "{" in arn for arn in questions)
