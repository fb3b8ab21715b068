"""The vCPUs that pools and node groups may need, against what the account may run."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

import pytest

from doctor import CannotTell, Finding, Outcome, Subject
from doctor.checks.quotas import CHECK, shares_of
from doctor.data import table
from doctor.declared import Declared
from doctor.instances import Size
from sandbox.aws.emulated import service_quotas
from tests.doctor.conftest import group, pool

ON_DEMAND, SPOT, STANDARD = "L-DB2E81BA", "L-3819A6DF", "L-1216C47A"
Declare = Callable[..., Subject]
Client = Callable[[str], Any]


def grant(client: Client, code: str, vcpus: float) -> None:
    client("service-quotas").request_service_quota_increase(ServiceCode="ec2", QuotaCode=code, DesiredValue=vcpus)


def mend(client: Client, finding: Finding) -> None:
    """Do what the finding's commands say, as the AWS CLI would."""
    for line in finding.mend.splitlines():
        words = shlex.split(line)
        assert words[:3] == ["aws", "service-quotas", "request-service-quota-increase"]
        flags = dict(zip(words[3::2], words[4::2], strict=True))
        assert flags["--region"] == "eu-central-1"
        assert flags["--endpoint-url"] == client("ec2").meta.endpoint_url
        grant(client, flags["--quota-code"], float(flags["--desired-value"]))


def test_enough(declare: Declare) -> None:
    found = CHECK.run(
        declare(pool("training", ["g6", "g5"], 16, ["spot", "on-demand"]), group("system", ["m7i.large"], 3))
    )
    # The fewest vCPUs for a GPU are four: g6.xlarge.
    assert found == Finding(
        Outcome.PASS,
        "All G and VT Spot Instance Requests (L-3819A6DF): 64 of 4096 vCPUs; "
        "Running On-Demand G and VT instances (L-DB2E81BA): 64 of 4096 vCPUs; "
        "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances (L-1216C47A): 6 of 4096 vCPUs",
    )


def test_room_for_some_is_a_warning_that_its_command_mends(declare: Declare, client: Client) -> None:
    grant(client, ON_DEMAND, 8)
    subject = declare(pool("training", ["g6"], 16, ["on-demand"]), pool("inference", ["g5"], 4, ["on-demand"]))
    found = CHECK.run(subject)
    assert found.outcome is Outcome.WARN
    assert found.found == (
        "Running On-Demand G and VT instances (L-DB2E81BA): 80 vCPUs wanted by training, inference, 8 allowed"
    )
    mend(client, found)
    assert CHECK.run(subject).outcome is Outcome.PASS


def test_room_for_none_is_a_failure_that_its_commands_mend(declare: Declare, client: Client) -> None:
    grant(client, ON_DEMAND, 3)
    grant(client, SPOT, 0)
    subject = declare(pool("training", ["g6"], 4, ["spot", "on-demand"]))
    found = CHECK.run(subject)
    assert found.outcome is Outcome.FAIL
    assert found.found.startswith("not even one instance for training: ")
    assert len(found.mend.splitlines()) == 2
    mend(client, found)
    assert CHECK.run(subject).outcome is Outcome.PASS


def test_a_pool_that_falls_back_is_not_stuck(declare: Declare, client: Client) -> None:
    grant(client, SPOT, 0)
    found = CHECK.run(declare(pool("training", ["g6"], 4, ["spot", "on-demand"])))
    assert (found.outcome, found.found) == (
        Outcome.WARN,
        "All G and VT Spot Instance Requests (L-3819A6DF): 16 vCPUs wanted by training, 0 allowed",
    )


def test_what_is_reserved_counts_as_on_demand_and_once(declare: Declare) -> None:
    found = CHECK.run(declare(pool("training", ["g6"], 4, ["reserved", "on-demand"])))
    assert (found.outcome, found.found) == (
        Outcome.PASS,
        "Running On-Demand G and VT instances (L-DB2E81BA): 16 of 4096 vCPUs",
    )


def test_each_series_has_a_quota_of_its_own(declare: Declare, client: Client) -> None:
    grant(client, "L-417A185B", 100)
    found = CHECK.run(declare(pool("big", ["p5", "g6"], 8, ["on-demand"])))
    # p5.4xlarge has 16 vCPUs to its GPU, and so have all of p5, or more.
    assert found.outcome is Outcome.WARN
    assert "Running On-Demand P instances (L-417A185B): " in found.found
    assert "G and VT" not in found.found


def test_node_groups_are_counted_by_their_largest_type(declare: Declare, client: Client) -> None:
    grant(client, STANDARD, 23)
    found = CHECK.run(declare(group("system", ["m7i.large", "m7i.xlarge"], 6)))
    assert (found.outcome, "24 vCPUs wanted by system, 23 allowed" in found.found) == (Outcome.WARN, True)


def test_what_has_no_limit_cannot_be_counted_and_that_is_said(declare: Declare) -> None:
    found = CHECK.run(declare(pool("training", ["g6"], None, ["on-demand"])))
    assert (found.outcome, found.found) == (Outcome.WARN, "training: may hold any number of GPUs")


def test_a_series_without_a_known_quota_is_said() -> None:
    declared = Declared([pool("odd", ["zz9"], 4, ["on-demand"])])
    shares, untold = shares_of(declared, {"zz9.large": Size(vcpus=8, gpus=1)})
    assert (shares, untold) == ([], ["odd: no quota is known for zz9"])


def test_without_pools_there_is_nothing_to_ask(declare: Declare) -> None:
    with pytest.raises(CannotTell, match="declares no pools and no node groups"):
        CHECK.run(declare())


def test_every_quota_of_the_table_is_known_to_the_sandbox_by_the_same_name() -> None:
    told = {row[market]["code"]: row[market]["name"] for row in table("quotas") for market in ("on-demand", "spot")}
    assert told == service_quotas.EC2
