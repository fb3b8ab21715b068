"""Instance types against what EC2 offers in the stack's zones, by AWS's own lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from doctor import CannotTell, Outcome, Subject
from doctor.checks.offers import CHECK
from tests.doctor.conftest import group, pool, subnet

A, B, C = (subnet(f"eu-central-1{zone}") for zone in "abc")
Declare = Callable[..., Subject]


def test_what_is_offered_everywhere(declare: Declare) -> None:
    found = CHECK.run(declare(A, B, C, pool("training", ["g6", "g5"], 8, ["spot"]), group("system", ["m7i.large"], 3)))
    assert found.outcome is Outcome.PASS
    assert found.found == "g5, g6, m7i.large in eu-central-1a, eu-central-1b, eu-central-1c"


def test_a_zone_without_it_is_a_warning(declare: Declare) -> None:
    found = CHECK.run(declare(A, B, C, pool("training", ["g6f", "g6"], 8, ["spot"])))
    assert (found.outcome, found.found) == (Outcome.WARN, "training: g6f not in eu-central-1c")
    assert "aws ec2 describe-instance-type-offerings" in found.mend
    assert "--region eu-central-1" in found.mend


def test_what_is_offered_nowhere_fails(declare: Declare) -> None:
    found = CHECK.run(declare(A, B, pool("training", ["p5"], 8, ["spot"]), group("system", ["m7i.large"], 3)))
    assert found.outcome is Outcome.FAIL
    assert found.found == "training: EC2 offers no p5 in eu-central-1a, eu-central-1b"
    assert "choose others in Pulumi.test.yaml" in found.mend
    assert "Values='p5*'" in found.mend


def test_a_type_that_does_not_exist_fails(declare: Declare) -> None:
    found = CHECK.run(declare(A, group("system", ["m7i.huge"], 3)))
    assert (found.outcome, found.found) == (Outcome.FAIL, "system: EC2 offers no m7i.huge in eu-central-1a")


def test_one_type_of_a_group_is_enough(declare: Declare) -> None:
    found = CHECK.run(declare(C, group("system", ["g6f.large", "m7i.large"], 3)))
    assert (found.outcome, found.found) == (Outcome.WARN, "system: g6f.large not in eu-central-1c")


@pytest.mark.parametrize("resources", [(A,), (group("system", ["m7i.large"], 3),)], ids=["no instances", "no zones"])
def test_without_instances_or_zones_nothing_is_asked(declare: Declare, resources: tuple[object, ...]) -> None:
    with pytest.raises(CannotTell, match="declares no instances, or no subnets"):
        CHECK.run(declare(*resources))
