"""A team's namespace is closed but for its own pods, tracking and AWS, and bounds the GPUs it can hold."""

from __future__ import annotations

import pulumi
import pytest
from pydantic import ValidationError

from components.teams import Quota, Team, team_namespace
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

TEAM = Team(
    name="vision",
    pods_max=50,
    quotas={
        "cpu": Quota(cpus=8, memory_gib=32),
        "gpu": Quota(cpus=16, memory_gib=64, gpus=4, borrowed_percent_max=50),
    },
)


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        team_namespace("vision", TEAM, opts=opts)

    return bring_up(deploy_once, build)


def test_the_namespace_says_whose_it_is(made: Result) -> None:
    metadata = made.inputs("kubernetes:core/v1:Namespace", "vision")["metadata"]
    assert metadata["name"] == "team-vision"
    assert metadata["labels"]["strata/team"] == "vision"
    assert metadata["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_no_way_round_the_queue_leads_to_more_gpus(made: Result) -> None:
    hard = made.inputs("kubernetes:core/v1:ResourceQuota", "vision-quota")["spec"]["hard"]
    assert hard["requests.nvidia.com/gpu"] == "6"
    assert hard["pods"] == "50"


def test_no_pod_can_put_itself_before_endpoints_and_other_teams(made: Result) -> None:
    priority = made.inputs("kubernetes:core/v1:ResourceQuota", "vision-priority")
    assert priority["metadata"]["namespace"] == "team-vision"
    assert priority["spec"] == {
        "hard": {"pods": "0"},
        "scopeSelector": {"matchExpressions": [{"scopeName": "PriorityClass", "operator": "Exists"}]},
    }


def test_pods_reach_each_other_tracking_and_aws_and_nothing_else(made: Result) -> None:
    spec = made.inputs("kubernetes:networking.k8s.io/v1:NetworkPolicy", "vision-training")["spec"]
    each_other: dict[str, object] = {"podSelector": {}}
    assert spec["ingress"] == [{"from": [each_other]}]
    own, tracking, aws, identity = spec["egress"]
    assert own == {"to": [each_other]}
    assert tracking == {
        "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "tracking"}}}],
        "ports": [{"protocol": "TCP", "port": 5000}],
    }
    assert aws["ports"] == [{"protocol": "TCP", "port": 443}]
    assert identity["to"] == [{"ipBlock": {"cidr": "169.254.170.23/32"}}]


def test_the_most_gpus_are_the_shares_and_what_may_be_borrowed() -> None:
    assert TEAM.gpus_max() == 6


@pytest.mark.parametrize("name", ["Vision", "vision-", "-vision", "a_b", "", "a" * 41])
def test_a_name_fits_into_those_of_namespaces_and_hosts(name: str) -> None:
    with pytest.raises(ValidationError):
        Team(name=name, quotas={"cpu": Quota(cpus=1, memory_gib=1)})


def test_a_team_without_a_share_is_a_mistake() -> None:
    with pytest.raises(ValidationError):
        Team(name="vision", quotas={})


def test_lending_more_than_everything_is_a_mistake() -> None:
    with pytest.raises(ValidationError):
        Quota(cpus=1, memory_gib=1, lent_percent_max=101)
