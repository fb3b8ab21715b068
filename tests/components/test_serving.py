"""Serving: models behind one private gateway, and only the controllers that the endpoints need."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.registry import Registry, RegistryArgs
from components.serving import Serving, ServingArgs
from components.storage import Storage, StorageArgs
from tests.components.surroundings import bring_up, cluster, key, network
from tests.harness import Deployer, Result

NAMESPACE = "kubernetes:core/v1:Namespace"
RELEASE = "kubernetes:helm.sh/v3:Release"
PRIORITY = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
INFERENCE = "kubernetes:serving.kserve.io/v1beta1:InferenceService"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
OPEN = {"deletion": "allowed", "reasons": {"deletion": "a test"}}
IMAGE = {"repository": "registry.invalid/fraud", "tag": "v7"}
FRAUD = {"name": "fraud", "kind": "deployment", "model": "fraud/7", "image": IMAGE}
CHURN = {"name": "churn", "kind": "kserve", "model": "churn/3", "format": "sklearn"}
NIGHTLY = {
    "name": "nightly",
    "kind": "deployment",
    "model": "nightly/1",
    "image": IMAGE,
    "replicas_min": 0,
    "awake": {"start": "0 1 * * *", "end": "0 3 * * *"},
}


def make(deploy: Deployer, settings: dict[str, Any]) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        storage = Storage("storage", StorageArgs(), key=key("storage", opts), opts=opts)
        made = Serving(
            "serving",
            ServingArgs.model_validate(settings),
            cluster=cluster(network(opts), opts),
            registry=Registry(
                "registry",
                RegistryArgs.model_validate(OPEN),
                storage=storage,
                key=key("registry", opts),
                opts=opts,
            ),
            opts=opts,
        )
        pulumi.export("urls", made.endpoint_urls)
        pulumi.export("namespace", made.namespace)

    return bring_up(deploy, build)


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    return make(deploy_once, {"endpoints": [FRAUD, CHURN, NIGHTLY]})


def test_the_outputs_are_the_address_of_each_endpoint_and_where_they_live(made: Result) -> None:
    assert made.summary.outputs["urls"] == {
        name: f"https://{name}.models.internal" for name in ("fraud", "churn", "nightly")
    }
    assert made.summary.outputs["namespace"] == "serving"


def test_each_endpoint_is_served_in_its_own_way(made: Result) -> None:
    assert made.names(DEPLOYMENT) == {"serving-fraud", "serving-nightly"}
    assert made.names(INFERENCE) == {"serving-churn"}
    assert made.names("kubernetes:autoscaling/v2:HorizontalPodAutoscaler") == {"serving-fraud-scale"}
    assert made.names("kubernetes:keda.sh/v1alpha1:ScaledObject") == {"serving-nightly"}
    assert made.names("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute") == {
        "serving-fraud",
        "serving-churn",
        "serving-nightly",
    }


def test_everything_belongs_to_the_component(made: Result) -> None:
    component = made.of("strata:index:Serving", "serving").urn
    owned = {child.urn for child in made.resources if child.urn.rpartition("::")[2].startswith("serving-")}
    assert owned
    assert {child.parent for child in made.resources if child.urn in owned} == {component}


def test_endpoints_live_in_a_closed_restricted_namespace(made: Result) -> None:
    labels = made.inputs(NAMESPACE, "serving")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    closed = made.inputs(POLICY, "serving-closed")
    assert closed["metadata"]["namespace"] == "serving"
    assert closed["spec"]["podSelector"] == {}
    assert closed["spec"]["policyTypes"] == ["Ingress", "Egress"]
    hard = made.inputs("kubernetes:core/v1:ResourceQuota", "serving-quota")["spec"]["hard"]
    assert hard == {"pods": "1000", "services.loadbalancers": "0", "services.nodeports": "0"}


def test_requests_go_before_training(made: Result) -> None:
    priority = made.inputs(PRIORITY, "serving")
    assert priority["value"] == 1_000_000
    assert "globalDefault" not in priority
    name = made.outputs(PRIORITY, "serving")["metadata"]["name"]
    spec = made.inputs(DEPLOYMENT, "serving-fraud")["spec"]["template"]["spec"]
    assert spec["priorityClassName"] == name
    assert made.inputs(INFERENCE, "serving-churn")["spec"]["predictor"]["priorityClassName"] == name


def test_models_come_from_the_registrys_locked_bucket(made: Result) -> None:
    bucket = made.outputs("aws:s3/bucket:Bucket", "registry-models")["bucket"]
    storage_uri = made.inputs(INFERENCE, "serving-churn")["spec"]["predictor"]["model"]["storageUri"]
    assert storage_uri == f"s3://{bucket}/churn/3"


def test_kserve_comes_up_after_its_certificates_and_makes_no_way_in_of_its_own(made: Result) -> None:
    names = [f"serving-kserve-{chart}" for chart in ("kserve-crd", "kserve", "kserve-runtime-configs")]
    certificates = made.of(RELEASE, "serving-certificates-cert-manager")
    assert certificates.inputs["values"] == {"crds": {"enabled": True}, "replicaCount": 2}
    before = certificates.urn
    for name in names:
        assert before in made.of(RELEASE, name).dependencies
        before = made.of(RELEASE, name).urn
    controller = made.inputs(RELEASE, names[1])["values"]["kserve"]["controller"]
    assert controller == {"deploymentMode": "Standard", "gateway": {"disableIngressCreation": True}}


def test_a_gateway_stands_without_endpoints_and_no_controller_that_nothing_needs(deploy: Deployer) -> None:
    empty = make(deploy, {})
    assert empty.names(RELEASE) == {"serving-certificates-cert-manager", "serving-envoy-envoy-gateway"}
    assert empty.names("kubernetes:gateway.networking.k8s.io/v1:Gateway") == {"serving"}
    assert empty.summary.outputs["urls"] == {}
    # The first endpoint brings what it needs, and touches nothing else.
    changed = make(deploy, {"endpoints": [FRAUD]}).steps("create", "update", "replace", "delete")
    assert changed
    assert {name for _, name in changed if not name.startswith("serving-fraud")} == set()
    assert make(deploy, {"endpoints": [FRAUD]}).steps("create", "update", "replace", "delete") == set()


def test_the_gateway_is_private_unless_networks_are_named_with_a_reason(deploy: Deployer) -> None:
    assert ServingArgs().public_cidrs == []
    with pytest.raises(ValidationError, match="weaker than the default without a reason: public_cidrs"):
        ServingArgs.model_validate({"public_cidrs": ["203.0.113.0/24"]})
    public = make(deploy, {"public_cidrs": ["203.0.113.0/24"], "reasons": {"public_cidrs": "partners call from there"}})
    proxy = public.inputs("kubernetes:gateway.envoyproxy.io/v1alpha1:EnvoyProxy", "serving-proxy")
    service = proxy["spec"]["provider"]["kubernetes"]["envoyService"]
    assert service["loadBalancerSourceRanges"] == ["203.0.113.0/24"]


def test_the_whole_internet_is_no_network_to_name() -> None:
    with pytest.raises(ValidationError, match=r"got 0\.0\.0\.0/0, the whole internet"):
        ServingArgs.model_validate({"public_cidrs": ["0.0.0.0/0"], "reasons": {"public_cidrs": "everybody"}})


def test_an_endpoint_has_a_name_of_its_own() -> None:
    with pytest.raises(ValidationError, match="endpoints: each name once, got fraud again"):
        ServingArgs.model_validate({"endpoints": [FRAUD, FRAUD]})


@pytest.mark.parametrize("host", ["models", "Models.internal", "models..internal", "-models.internal", "*.internal"])
def test_a_host_is_a_domain_of_at_least_two_parts(host: str) -> None:
    with pytest.raises(ValidationError):
        ServingArgs(host=host)
