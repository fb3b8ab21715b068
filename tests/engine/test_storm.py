"""A whole stack's life while AWS is in trouble: it ends with what is declared, once, and nothing else."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine import Operation
from sandbox.aws.server import AwsServer
from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.kubernetes.api_server import connect_to
from sandbox.providers.kubernetes.provider import KubernetesProvider
from sandbox.providers.kubernetes.store import Store
from tests.engine.crashing import declared, program
from tests.engine.test_crash import World, expected
from tests.harness import Deployer, Result
from tests.sandbox.faults import Faults, Storm, VirtualTime

SEEDS = (1,)
RUNS_MAX = 12
RUNS_WITH_LOSS = 5
"""The first runs of each command, in which a tenth of all changes is never answered."""


@dataclass
class Stack:
    """The crash test's stack, in a storm."""

    world: World
    faults: Faults
    deploy: Deployer
    chance: random.Random

    def run(self, operation: Operation, generation: int, *, lost: float = 0.0) -> Result:
        """One operation; whatever fails is told clearly."""
        self.faults.plan = Storm(self.chance, lost=lost)
        result = self.deploy(
            None if operation is Operation.DESTROY else functools.partial(program, generation),
            {},
            operation,
            succeeds=False,
        )
        for error in result.summary.errors:
            assert re.match(r"urn:pulumi:test::strata::\S+: ", error), error
            assert "has a bug" not in error
            assert "Traceback" not in error
        return result

    def until_done(self, operation: Operation, generation: int) -> list[list[str]]:
        """Carry out an operation again and again; what failed in each run."""
        failures = []
        for number in range(RUNS_MAX):
            result = self.run(operation, generation, lost=0.1 if number < RUNS_WITH_LOSS else 0.0)
            failures.append(result.summary.errors)
            if result.summary.succeeded:
                return failures
        raise AssertionError(f"{operation} did not get done in {RUNS_MAX} runs: {failures}")


@pytest.fixture
def stack(tmp_path: Path, aws_server: AwsServer, faults: Faults, request: Any) -> Iterator[Stack]:
    time, store = VirtualTime(), Store(tmp_path / "kubernetes.db")
    deploy = Deployer(
        folder=tmp_path,
        providers={
            "aws": lambda: AwsProvider(faults.endpoint, time.patience()),
            "kubernetes": lambda: KubernetesProvider(connect_to(store)),
        },
    )
    yield Stack(World(tmp_path, aws_server), faults, deploy, random.Random(request.param))
    store.close()


@pytest.mark.parametrize("stack", SEEDS, indirect=True)
def test_a_life_in_a_storm_ends_with_exactly_what_is_declared(stack: Stack) -> None:
    for generation in (1, 2):
        failures = stack.until_done(Operation.UP, generation)
        assert any(failures), "every answer that got lost was found again at once"
        held = stack.world.holds()
        assert len(held.pop("key")) == len(declared(generation)["key"])
        assert held == expected(generation)
        assert stack.deploy.pending() == []
        again = stack.run(Operation.UP, generation)
        assert again.summary.changes.keys() == {"same"}
    stack.until_done(Operation.DESTROY, 2)
    assert set(map(len, stack.world.holds().values())) == {0}
    assert stack.deploy.resources() == []
