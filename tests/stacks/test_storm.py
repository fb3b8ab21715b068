"""The real program while AWS is in trouble: the account ends up holding exactly what it holds without."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from engine import Operation, Options, Summary, run
from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.kubernetes.api_server import connect_to
from sandbox.providers.kubernetes.provider import KubernetesProvider
from tests.sandbox.faults import Faults, Storm, VirtualTime
from tests.stacks.conftest import Platform
from tests.stacks.inventory import everything

RUNS_MAX = 12
RUNS_WITH_LOSS = 4
"""The first runs of each command, in which some changes are never answered."""


def held(platform: Platform) -> Counter[str]:
    """How many things of each kind there are."""
    return Counter(kind for kind, _ in everything(platform.client))


def in_the_storm(platform: Platform, faults: Faults, operation: Operation, chance: random.Random) -> int:
    """Carry out an operation until it is done; how many runs failed."""
    time = VirtualTime()
    for number in range(RUNS_MAX):
        faults.plan = Storm(chance, troubled=0.1, lost=0.02 if number < RUNS_WITH_LOSS else 0.0)
        summary: Summary = run(
            operation,
            platform.open("dev"),
            providers={
                "aws": lambda: AwsProvider(faults.endpoint, time.patience()),
                "kubernetes": lambda: KubernetesProvider(connect_to(platform.store), time.patience()),
            },
            options=Options(),
        )
        for error in summary.errors:
            assert "has a bug" not in error
        if summary.succeeded:
            return number
    raise AssertionError(f"{operation} did not get done in {RUNS_MAX} runs: {summary.errors}")


@pytest.mark.parametrize("seed", [3])
def test_the_dev_stack_survives_a_storm(platform: Platform, faults: Faults, seed: int) -> None:
    before = held(platform)
    platform(Operation.UP, "dev")
    expected = held(platform)
    platform(Operation.DESTROY, "dev")
    assert held(platform) == before

    chance = random.Random(seed)
    in_the_storm(platform, faults, Operation.UP, chance)
    faults.heal()
    assert held(platform) == expected
    assert platform(Operation.UP, "dev")[1] == set()
    platform(Operation.REFRESH, "dev")
    in_the_storm(platform, faults, Operation.DESTROY, chance)
    assert held(platform) == before
    assert platform.resources("dev") == []
