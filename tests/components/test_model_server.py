"""An endpoint can read its own model alone, is reached through the gateway alone, and starts with its permissions."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from components.model_server import model_server
from tests.components.hosting import host, served_by_image, served_by_kserve
from tests.components.surroundings import bring_up, cluster, network
from tests.harness import Deployer, Result

ACCOUNT = "kubernetes:core/v1:ServiceAccount"
ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"
ROLE_POLICY = "aws:iam/policy:Policy"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
INFERENCE = "kubernetes:serving.kserve.io/v1beta1:InferenceService"
ENDPOINTS = [served_by_image("fraud", port=9000), served_by_kserve("churn")]
WORKLOADS = [(DEPLOYMENT, "serving-fraud"), (INFERENCE, "serving-churn")]


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        inside = network(opts)
        where = host(opts, cluster_name=cluster(inside, opts).cluster_name)
        for args in ENDPOINTS:
            url = model_server(f"serving-{args.name}", args, where, opts=pulumi.ResourceOptions(parent=inside))
            pulumi.export(args.name, url)

    return bring_up(deploy_once, build)


def children(made: Result, name: str) -> set[tuple[str, str]]:
    """Type and name of every resource whose name begins with that of an endpoint."""
    named = ((child.type, child.urn.rpartition("::")[2]) for child in made.resources)
    return {(type_, called) for type_, called in named if called == name or called.startswith(f"{name}-")}


def common(name: str) -> set[tuple[str, str]]:
    return {
        (ACCOUNT, name),
        ("aws:iam/role:Role", name),
        (ROLE_POLICY, name),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", name),
        (ASSOCIATION, name),
        (POLICY, f"{name}-requests"),
        ("kubernetes:policy/v1:PodDisruptionBudget", f"{name}-disruption"),
        (ROUTE, name),
    }


def test_an_image_of_ones_own_takes_these_resources(made: Result) -> None:
    assert children(made, "serving-fraud") == common("serving-fraud") | {
        (DEPLOYMENT, "serving-fraud"),
        ("kubernetes:core/v1:Service", "serving-fraud"),
        ("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "serving-fraud-scale"),
    }


def test_kserve_makes_the_rest_from_one_inference_service(made: Result) -> None:
    assert children(made, "serving-churn") == common("serving-churn") | {(INFERENCE, "serving-churn")}


@pytest.mark.parametrize("name", ["fraud", "churn"])
def test_its_account_has_no_token_of_the_api_server(made: Result, name: str) -> None:
    account = made.inputs(ACCOUNT, f"serving-{name}")
    assert account["automountServiceAccountToken"] is False
    assert (account["metadata"]["name"], account["metadata"]["namespace"]) == (name, "default")


@pytest.mark.parametrize("name", ["fraud", "churn"])
def test_it_may_read_its_own_model_and_nothing_else(made: Result, name: str) -> None:
    statements = json.loads(made.inputs(ROLE_POLICY, f"serving-{name}")["policy"])["Statement"]
    bucket = made.outputs("aws:s3/bucket:Bucket", "models")["arn"]
    assert [(statement["Action"], statement["Resource"]) for statement in statements] == [
        ("s3:ListBucket", bucket),
        (["s3:GetObject"], f"{bucket}/fraud/7/*"),
        (["kms:Decrypt"], made.outputs("aws:kms/key:Key", "key-models")["arn"]),
    ]
    association = made.inputs(ASSOCIATION, f"serving-{name}")
    assert (association["namespace"], association["serviceAccount"]) == ("default", name)


@pytest.mark.parametrize(
    ("name", "labels", "port"),
    [
        (
            "fraud",
            {
                "app.kubernetes.io/name": "fraud",
                "app.kubernetes.io/component": "serving-fraud",
                "app.kubernetes.io/part-of": "strata",
            },
            9000,
        ),
        ("churn", {"serving.kserve.io/inferenceservice": "churn"}, 8080),
    ],
)
def test_only_the_gateways_proxies_reach_it(made: Result, name: str, labels: dict[str, str], port: int) -> None:
    spec = made.inputs(POLICY, f"serving-{name}-requests")["spec"]
    assert spec["podSelector"] == {"matchLabels": labels}
    assert spec["policyTypes"] == ["Ingress", "Egress"]
    proxies = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "envoy-gateway-system"}},
        "podSelector": {
            "matchLabels": {
                "app.kubernetes.io/component": "proxy",
                "app.kubernetes.io/managed-by": "envoy-gateway",
            }
        },
    }
    assert spec["ingress"] == [{"from": [proxies], "ports": [{"protocol": "TCP", "port": port}]}]


@pytest.mark.parametrize("name", ["fraud", "churn"])
def test_it_reaches_aws_over_https_and_the_agent_that_hands_out_its_credentials(made: Result, name: str) -> None:
    aws, identity = made.inputs(POLICY, f"serving-{name}-requests")["spec"]["egress"]
    assert aws["ports"] == [{"protocol": "TCP", "port": 443}]
    assert identity == {
        "to": [{"ipBlock": {"cidr": "169.254.170.23/32"}}],
        "ports": [{"protocol": "TCP", "port": 80}],
    }


def test_the_policy_and_the_budget_select_the_pods_of_the_deployment(made: Result) -> None:
    of_pods = made.inputs(DEPLOYMENT, "serving-fraud")["spec"]["template"]["metadata"]["labels"]
    assert made.inputs(POLICY, "serving-fraud-requests")["spec"]["podSelector"]["matchLabels"] == of_pods
    budget = made.inputs("kubernetes:policy/v1:PodDisruptionBudget", "serving-fraud-disruption")
    assert budget["spec"]["selector"]["matchLabels"] == of_pods


@pytest.mark.parametrize("workload", WORKLOADS)
def test_pods_start_only_when_they_can_read_the_model_and_are_shut_off(made: Result, workload: tuple[str, str]) -> None:
    needed = {made.of(ASSOCIATION, workload[1]).urn, made.of(POLICY, f"{workload[1]}-requests").urn}
    assert needed <= set(made.of(*workload).dependencies)


@pytest.mark.parametrize(("name", "backend"), [("fraud", ("fraud", 9000)), ("churn", ("churn-predictor", 80))])
def test_its_host_leads_to_its_service(made: Result, name: str, backend: tuple[str, int]) -> None:
    spec: dict[str, Any] = made.inputs(ROUTE, f"serving-{name}")["spec"]
    assert spec["hostnames"] == [f"{name}.models.internal"]
    (rule,) = spec["rules"]
    assert rule["backendRefs"] == [{"name": backend[0], "port": backend[1]}]
    assert made.summary.outputs[name] == f"https://{name}.models.internal"
