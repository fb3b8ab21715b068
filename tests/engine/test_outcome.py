"""What came of a step: outputs, or an error for people."""

from __future__ import annotations

import pulumi

from protocol.values import Secret
from tests.engine.programs import Item, options
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_additional_secret_outputs_and_outputs_of_secret_inputs_are_secret(stack: Deployer) -> None:
    def program() -> None:
        opts = options(additional_secret_outputs=["number"])
        Item("item", opts, value=pulumi.Output.secret("s3cret"), plain=1)

    outputs = stack(program).outputs(ITEM, "item")
    assert outputs == {"number": Secret(1), "value": Secret("s3cret"), "plain": 1}
    assert stack(program).summary.changes == {"same": 2}
