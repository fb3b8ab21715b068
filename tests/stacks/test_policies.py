"""The platform keeps its own policies: whatever a stack is asked about, it is clean, or a waiver says why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from cli.policy.gate import Gate
from cli.policy.planned import stack_of
from engine import Operation
from engine.resource import ResourceState
from policies.catalogue import all_rules, select
from policies.finding import Outcome
from policies.rule import Profile
from policies.stack import Stack
from policies.verdict import Verdict, judge
from sandbox.aws.server import AwsServer
from tests.stacks.conftest import Platform, empty_platform

ENVIRONMENTS = ("dev", "staging", "prod")


@dataclass(frozen=True)
class Planned:
    """A stack as it would be, and the gate in front of it."""

    stack: Stack
    gate: Gate

    def judge(self, profile: Profile) -> Verdict:
        """What the rules of one profile say, with the project's waivers, today."""
        return judge(self.stack, select([profile]), self.gate.policy, self.gate.book)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory, aws_server: AwsServer) -> dict[str, Planned]:
    """The three environments."""
    with empty_platform(tmp_path_factory.mktemp("project"), aws_server) as platform:
        return {name: _planned(platform, name, platform(Operation.PREVIEW, name)[0].resources) for name in ENVIRONMENTS}


def _planned(platform: Platform, name: str, resources: Iterable[ResourceState]) -> Planned:
    gate = Gate.of(platform.open(name))
    assert gate is not None
    return Planned(stack_of(resources), gate)


def violations(verdict: Verdict) -> list[tuple[str, str, str]]:
    """Rule, resource and detail of whatever no waiver accepts; a waiver that is out of place is one of them."""
    return [(each.rule.name, each.finding.urn, each.finding.detail) for each in verdict.violations]


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_environment_is_clean_in_every_profile(
    planned: dict[str, Planned], environment: str, profile: Profile
) -> None:
    verdict = planned[environment].judge(profile)
    assert any(verdict.checked.values())
    assert violations(verdict) == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_environment_passes_its_own_gate(planned: dict[str, Planned], environment: str) -> None:
    held = planned[environment]
    assert violations(judge(held.stack, held.gate.rules, held.gate.policy, held.gate.book)) == []


def test_some_environment_needs_each_waiver(planned: dict[str, Planned]) -> None:
    verdicts = [each.judge(profile) for each in planned.values() for profile in Profile]
    used = {each.waiver for verdict in verdicts for each in verdict.findings if each.waiver is not None}
    assert used == set(planned["prod"].gate.book.waivers)


def test_what_a_preview_cannot_know_is_right_once_it_is_there(platform: Platform) -> None:
    platform(Operation.UP, "prod")
    there = _planned(platform, "prod", platform.resources("prod"))
    verdict = judge(there.stack, all_rules(), there.gate.policy, there.gate.book)
    assert violations(verdict) == []
    assert [each for each in verdict.findings if each.finding.outcome is Outcome.UNKNOWN] == []
