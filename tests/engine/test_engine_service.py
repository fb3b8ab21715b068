"""What the program logs."""

from __future__ import annotations

import pulumi

from tests.harness import Deployer

ITEM = "test:index:Item"


def test_logged_error_fails_the_operation_and_a_warning_does_not(stack: Deployer) -> None:
    result = stack(lambda: pulumi.log.error("no"), succeeds=False)
    assert result.summary.errors == ["no"]
    assert stack(lambda: pulumi.log.warn("mind")).summary.warnings == ["mind"]
