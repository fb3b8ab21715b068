"""The cluster's version, what runs in it, and what speaks to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import yaml

from components.addons import ON_EVERY_NODE, ON_SOME_NODE, KubernetesVersion
from doctor import CannotTell, Check, Outcome, Subject
from doctor.checks.kubernetes import CHECKS, judge
from doctor.data import table
from tests.doctor.conftest import Resource, cluster

VERSION, SKEW, KUBECTL, ADDONS = CHECKS
Declare = Callable[..., Subject]
Client = Callable[[str], Any]
OFFERED = {
    "1.31": {"versionStatus": "UNSUPPORTED"},
    "1.32": {"status": "extended-support", "versionStatus": "EXTENDED_SUPPORT"},
    "1.35": {"versionStatus": "STANDARD_SUPPORT"},
    "1.36": {"versionStatus": "STANDARD_SUPPORT", "endOfStandardSupportDate": datetime(2027, 8, 2, tzinfo=UTC)},
    "1.37": {"versionStatus": "STANDARD_SUPPORT"},
}
TODAY = date(2026, 11, 21)


@pytest.fixture
def make(client: Client) -> Callable[[str], Any]:
    """Make a cluster of a version, with one node group of it."""

    def made(version: str) -> Any:
        ec2, iam, eks = client("ec2"), client("iam"), client("eks")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"eu-central-1{zone}")["Subnet"]
            for n, zone in enumerate("ab")
        ]
        role = iam.create_role(RoleName="cluster", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        ids = [subnet["SubnetId"] for subnet in subnets]
        eks.create_cluster(name="strata-dev", version=version, roleArn=role, resourcesVpcConfig={"subnetIds": ids})
        eks.create_nodegroup(clusterName="strata-dev", nodegroupName="system", subnets=ids, nodeRole=role)
        return eks

    return made


def test_a_supported_version(declare: Declare) -> None:
    found = VERSION.run(declare(cluster("1.36")))
    assert found.outcome is Outcome.PASS
    assert found.found == "strata-dev: Kubernetes 1.36 is in standard support; until when is unknown"


def test_a_version_that_eks_does_not_offer(declare: Declare) -> None:
    found = VERSION.run(declare(cluster("1.29")))
    assert (found.outcome, found.found) == (Outcome.FAIL, "strata-dev: EKS does not offer Kubernetes 1.29")
    assert found.mend.startswith("set strata:cluster.version to one of 1.34, 1.35, 1.36;")


@pytest.mark.parametrize(
    ("version", "outcome", "told"),
    [
        ("1.31", Outcome.FAIL, "EKS does not offer Kubernetes 1.31"),
        ("1.32", Outcome.WARN, "Kubernetes 1.32 is in extended support, at a surcharge"),
        ("1.35", Outcome.PASS, "Kubernetes 1.35 is in standard support until 2027-03-27"),
        ("1.36", Outcome.PASS, "Kubernetes 1.36 is in standard support until 2027-08-02"),
        ("1.37", Outcome.PASS, "Kubernetes 1.37 is in standard support; until when is unknown"),
    ],
)
def test_how_long_a_version_is_supported(version: str, outcome: Outcome, told: str) -> None:
    found = judge("c", version, OFFERED, TODAY)
    assert (found.outcome, found.found) == (outcome, f"c: {told}")


@pytest.mark.parametrize(("day", "outcome"), [(25, Outcome.PASS), (26, Outcome.WARN)])
def test_the_end_is_told_sixty_days_before(day: int, outcome: Outcome) -> None:
    found = judge("c", "1.35", OFFERED, date(2027, 1, day))
    assert found.outcome is outcome
    assert found.found.endswith("2027-03-27" if outcome is Outcome.PASS else "2027-03-27: 60 days")


def test_the_dates_are_of_versions_that_the_platform_and_its_rules_support() -> None:
    supported = {version.value for version in KubernetesVersion}
    assert table("eks_versions")["standard_support_ends"].keys() <= supported
    rules = Path(__file__).parents[3] / "policies" / "data" / "eks_versions.yaml"
    assert set(yaml.safe_load(rules.read_text())["standard"]) == supported


def test_a_cluster_that_is_not_there_yet_is_left_out(declare: Declare) -> None:
    found = SKEW.run(declare(cluster("1.35")))
    assert (found.outcome, found.found) == (Outcome.SKIPPED, "strata-dev is not there yet")


def test_a_running_cluster_goes_up_by_one_version_and_never_down(declare: Declare, make: Callable[[str], Any]) -> None:
    make("1.35")
    same, up, down = (SKEW.run(declare(cluster(version))) for version in ("1.35", "1.36", "1.34"))
    assert (same.outcome, same.found) == (Outcome.PASS, "strata-dev runs 1.35, with 1 node groups; 1.35 is declared")
    assert (up.outcome, down.outcome) == (Outcome.PASS, Outcome.FAIL)
    assert (down.found, down.mend) == (
        "strata-dev runs 1.35, and cannot go back to 1.34",
        "set strata:cluster.version to 1.35",
    )


def test_two_versions_at_once_go_through_the_one_between(declare: Declare, make: Callable[[str], Any]) -> None:
    make("1.34")
    found = SKEW.run(declare(cluster("1.36")))
    assert (found.outcome, found.mend) == (Outcome.FAIL, "set strata:cluster.version to 1.35 first")


def test_nodes_that_were_left_behind_are_told(declare: Declare, make: Callable[[str], Any]) -> None:
    eks = make("1.34")
    for version in ("1.35", "1.36"):
        eks.update_cluster_version(name="strata-dev", version=version)
    found = SKEW.run(declare(cluster("1.36")))
    assert (found.outcome, "nodes of system (1.34) are behind 1.36" in found.found) == (Outcome.WARN, True)
    assert "aws eks update-nodegroup-version --cluster-name strata-dev" in found.mend


def test_nodes_that_are_too_far_behind_fail(declare: Declare, monkeypatch: pytest.MonkeyPatch) -> None:
    # The sandbox's EKS knows too few versions for that.
    eks = Mock()
    eks.describe_cluster.return_value = {"cluster": {"version": "1.36"}}
    eks.get_paginator.return_value.paginate.return_value = [{"nodegroups": ["old"]}]
    eks.describe_nodegroup.return_value = {"nodegroup": {"version": "1.32"}}
    subject = declare(cluster("1.36"))
    monkeypatch.setattr(subject, "aws", lambda _: eks)
    found = SKEW.run(subject)
    assert (found.outcome, "old (1.32) are more than 3 versions behind" in found.found) == (Outcome.FAIL, True)


@pytest.mark.parametrize(("client_version", "outcome"), [("1.34.2", Outcome.PASS), ("1.33.9", Outcome.WARN)])
def test_kubectl_may_be_one_version_off(
    declare: Declare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client_version: str, outcome: Outcome
) -> None:
    tool = tmp_path / "kubectl"
    tool.write_text(f"#!/bin/sh\necho 'Client Version: v{client_version}'\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    found = KUBECTL.run(declare(cluster("1.35")))
    assert found.outcome is outcome
    assert ("https://dl.k8s.io/release/stable-1.35.txt" in found.mend) == (outcome is Outcome.WARN)


def test_without_a_kubectl_there_is_no_skew(declare: Declare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotTell, match="kubectl does not tell its version"):
        KUBECTL.run(declare(cluster("1.35")))


def addon(name: str, version: str) -> Resource:
    return Resource("aws:eks/addon:Addon", name, {"addonName": name, "addonVersion": version})


def test_every_addon_that_the_platform_pins_is_offered(declare: Declare) -> None:
    for version in KubernetesVersion:
        pinned = [addon(one.name, one.versions[version]) for one in (*ON_EVERY_NODE, *ON_SOME_NODE)]
        assert ADDONS.run(declare(cluster(version.value), *pinned)).outcome is Outcome.PASS


def test_an_addon_that_is_not_offered_names_one_that_is(declare: Declare) -> None:
    found = ADDONS.run(declare(cluster("1.35"), addon("kube-proxy", "v1.34.6-eksbuild.11")))
    assert found.outcome is Outcome.FAIL
    assert found.found == "EKS does not offer kube-proxy v1.34.6-eksbuild.11 for Kubernetes 1.35"
    assert found.mend == "pin kube-proxy to v1.35.3-eksbuild.5 in components/addons.py"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_without_a_cluster_nothing_is_asked(declare: Declare, check: Check) -> None:
    with pytest.raises(CannotTell, match="declares no cluster"):
        check.run(declare())
