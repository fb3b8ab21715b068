"""Reading the outputs of another stack of the same backend."""

from __future__ import annotations

from dataclasses import replace

import pulumi
import pytest

from engine import Operation
from protocol.values import Secret
from tests.harness import Deployer


def produce() -> None:
    pulumi.export("url", "https://example.com")
    pulumi.export("token", pulumi.Output.secret("s3cret-token"))


@pytest.mark.parametrize("name", ["prod", "strata/prod", "organization/strata/prod"])
def test_outputs_arrive_and_secrets_stay_secret(stack: Deployer, name: str) -> None:
    def consume() -> None:
        prod = pulumi.StackReference("prod", stack_name=name)
        pulumi.export("seen", prod.require_output("url"))
        pulumi.export("hidden", prod.get_output("token"))

    replace(stack, stack="prod")(produce)
    assert stack(consume, operation=Operation.PREVIEW).summary.outputs["seen"] == "https://example.com"
    result = stack(consume)
    assert result.summary.outputs == {"seen": "https://example.com", "hidden": Secret("s3cret-token")}
    assert result.of("pulumi:pulumi:StackReference", "prod").external
    assert stack(None, operation=Operation.DESTROY).resources == []


def test_stack_that_was_never_brought_up_is_an_error(stack: Deployer) -> None:
    replace(stack, stack="prod")(produce)
    result = stack(lambda: pulumi.StackReference("other", stack_name="staging"), succeeds=False)
    assert result.summary.errors == [
        (
            "urn:pulumi:test::strata::pulumi:pulumi:StackReference::other: stack staging was never brought up; "
            "stacks of project strata: prod"
        )
    ]
