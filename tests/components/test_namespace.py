"""Namespaces are closed, restricted and bounded."""

from __future__ import annotations

import pulumi
import pytest

from components.namespace import PodSecurity, labels, namespace
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

NAMESPACE = "kubernetes:core/v1:Namespace"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
QUOTA = "kubernetes:core/v1:ResourceQuota"
LIMITS = "kubernetes:core/v1:LimitRange"
ENFORCE = "pod-security.kubernetes.io/enforce"


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        namespace("work", called="team-work", extra_labels={"strata/team": "work"}, opts=opts)
        namespace(
            "way-in",
            called="gateway",
            level=PodSecurity.BASELINE,
            pods_max=7,
            load_balancers_max=1,
            quota={"requests.nvidia.com/gpu": "2"},
            opts=opts,
        )

    return bring_up(deploy_once, build)


def test_a_namespace_has_a_policy_a_quota_and_limits(made: Result) -> None:
    assert made.names(NAMESPACE) == {"work", "way-in"}
    assert made.names(POLICY) == {"work-closed", "way-in-closed"}
    assert made.names(QUOTA) == {"work-quota", "way-in-quota"}
    assert made.names(LIMITS) == {"work-limits", "way-in-limits"}


def test_pods_are_held_to_the_restricted_level_by_default(made: Result) -> None:
    metadata = made.inputs(NAMESPACE, "work")["metadata"]
    assert metadata["name"] == "team-work"
    assert metadata["labels"] == {
        "app.kubernetes.io/name": "team-work",
        "app.kubernetes.io/component": "work",
        "app.kubernetes.io/part-of": "strata",
        ENFORCE: "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
        "strata/stack": "strata-test",
        "strata/team": "work",
    }


def test_a_weaker_level_is_still_warned_about_and_audited(made: Result) -> None:
    given = made.inputs(NAMESPACE, "way-in")["metadata"]["labels"]
    assert given[ENFORCE] == "baseline"
    assert given["pod-security.kubernetes.io/audit"] == given["pod-security.kubernetes.io/warn"] == "restricted"


def test_nothing_is_open_but_the_look_up_of_names(made: Result) -> None:
    inputs = made.inputs(POLICY, "work-closed")
    assert inputs["metadata"]["namespace"] == "team-work"
    assert inputs["spec"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
        "egress": [
            {
                "to": [
                    {
                        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
                        "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
                    }
                ],
                "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
            }
        ],
    }


def test_services_can_make_no_way_in_unless_allowed(made: Result) -> None:
    assert made.inputs(QUOTA, "work-quota")["spec"]["hard"] == {
        "pods": "100",
        "services.loadbalancers": "0",
        "services.nodeports": "0",
    }
    assert made.inputs(QUOTA, "way-in-quota")["spec"]["hard"] == {
        "pods": "7",
        "services.loadbalancers": "1",
        "requests.nvidia.com/gpu": "2",
    }


def test_a_container_that_says_nothing_gets_a_request_and_a_limit_of_memory(made: Result) -> None:
    assert made.inputs(LIMITS, "work-limits")["spec"]["limits"] == [
        {
            "type": "Container",
            "defaultRequest": {"cpu": "100m", "memory": "128Mi"},
            "default": {"memory": "1Gi"},
        }
    ]


def test_labels_say_what_an_object_is_and_where_it_belongs() -> None:
    assert labels("mlflow", "tracking") == {
        "app.kubernetes.io/name": "mlflow",
        "app.kubernetes.io/component": "tracking",
        "app.kubernetes.io/part-of": "strata",
    }
