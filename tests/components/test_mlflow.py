"""The MLflow server: migrated before it serves, reached by teams alone, hardened."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components.container import Image, Resources
from components.deployment import Scale
from components.mlflow import Mlflow
from components.mlflow_pods import Backend
from components.network_policy import AWS_APIS, POD_IDENTITY
from tests.components.surroundings import bring_up, cluster, network
from tests.harness import Deployer, Result

READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a"}
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
JOB = "kubernetes:batch/v1:Job"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
ACCOUNT = "kubernetes:core/v1:ServiceAccount"


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        known = pulumi.Output.from_input
        backend = Backend(
            database_address=known("db.internal"),
            master_secret_arn=known("arn:aws:secretsmanager:eu-central-1:123456789012:secret:master"),
            database_block="10.0.0.0/16",
            artifacts_uri=known("s3://artifacts/mlflow"),
            region=known("eu-central-1"),
            cluster_name=cluster(network(opts), opts).cluster_name,
            server_may=[READ | {"Sid": "Server"}],
            migration_may=[READ | {"Sid": "Migration"}],
        )
        made = Mlflow(
            "mlflow",
            called="tracking",
            image=Image(repository="mlflow", tag="v1"),
            resources=Resources(cpus=2, memory_gib=4),
            scale=Scale(2, 3),
            backend=backend,
            opts=opts,
        )
        pulumi.export("url", made.url)

    return bring_up(deploy_once, build)


def pod(made: Result, type_: str, name: str) -> dict[str, Any]:
    spec: dict[str, Any] = made.inputs(type_, name)["spec"]["template"]["spec"]
    return spec


def test_the_server_is_these_resources(made: Result) -> None:
    component = made.of("strata:index:Mlflow", "mlflow").urn
    assert {(child.type, child.urn.rpartition("::")[2]) for child in made.resources if child.parent == component} == {
        ("kubernetes:core/v1:Namespace", "mlflow"),
        ("kubernetes:core/v1:LimitRange", "mlflow-limits"),
        ("kubernetes:core/v1:ResourceQuota", "mlflow-quota"),
        ("kubernetes:core/v1:ConfigMap", "mlflow-code"),
        (POLICY, "mlflow-closed"),
        (POLICY, "mlflow-inward"),
        (POLICY, "mlflow-outward"),
        (ACCOUNT, "mlflow-mlflow"),
        (ACCOUNT, "mlflow-mlflow-migration"),
        ("aws:iam/role:Role", "mlflow-mlflow"),
        ("aws:iam/role:Role", "mlflow-mlflow-migration"),
        ("aws:iam/policy:Policy", "mlflow-mlflow"),
        ("aws:iam/policy:Policy", "mlflow-mlflow-migration"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "mlflow-mlflow"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "mlflow-mlflow-migration"),
        (ASSOCIATION, "mlflow-mlflow"),
        (ASSOCIATION, "mlflow-mlflow-migration"),
        ("kubernetes:scheduling.k8s.io/v1:PriorityClass", "mlflow"),
        (JOB, "mlflow-migration"),
        (DEPLOYMENT, "mlflow"),
        ("kubernetes:core/v1:Service", "mlflow"),
        ("kubernetes:policy/v1:PodDisruptionBudget", "mlflow-disruption"),
        ("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "mlflow-scale"),
    }
    assert made.summary.outputs["url"] == "http://mlflow.tracking.svc.cluster.local:5000"


def test_the_schema_is_migrated_before_any_server_starts(made: Result) -> None:
    assert made.of(JOB, "mlflow-migration").urn in made.of(DEPLOYMENT, "mlflow").dependencies
    spec = pod(made, JOB, "mlflow-migration")
    assert [container["name"] for container in spec["initContainers"]] == ["certificates", "prepare"]
    (migrate,) = spec["containers"]
    assert migrate["command"] == ["mlflow", "db", "upgrade", "$(MLFLOW_BACKEND_STORE_URI)"]
    assert spec["restartPolicy"] == "Never"
    job = made.inputs(JOB, "mlflow-migration")["spec"]
    assert (job["backoffLimit"], job["activeDeadlineSeconds"]) == (3, 1800)
    assert "ttlSecondsAfterFinished" not in job


def test_the_servers_scale_between_their_bounds_and_go_before_training_runs(made: Result) -> None:
    scale = made.inputs("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "mlflow-scale")["spec"]
    assert (scale["minReplicas"], scale["maxReplicas"]) == (2, 3)
    assert made.inputs("kubernetes:policy/v1:PodDisruptionBudget", "mlflow-disruption")["spec"]["maxUnavailable"] == 1
    priority = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
    assert made.inputs(priority, "mlflow")["value"] == 100_000
    name = made.outputs(priority, "mlflow")["metadata"]["name"]
    assert pod(made, DEPLOYMENT, "mlflow")["priorityClassName"] == name


def test_its_namespace_is_restricted_and_closed(made: Result) -> None:
    namespace = made.inputs("kubernetes:core/v1:Namespace", "mlflow")["metadata"]
    assert namespace["name"] == "tracking"
    assert namespace["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    closed = made.inputs(POLICY, "mlflow-closed")
    assert closed["metadata"]["namespace"] == "tracking"
    assert (closed["spec"]["podSelector"], closed["spec"]["policyTypes"]) == ({}, ["Ingress", "Egress"])


def test_pods_start_only_when_their_roles_and_connections_stand(made: Result) -> None:
    migration = set(made.of(JOB, "mlflow-migration").dependencies)
    assert {made.of(ASSOCIATION, "mlflow-mlflow-migration").urn, made.of(POLICY, "mlflow-outward").urn} <= migration
    assert made.of(ASSOCIATION, "mlflow-mlflow").urn in made.of(DEPLOYMENT, "mlflow").dependencies


def test_server_and_migration_have_accounts_of_their_own_without_a_token_of_the_api_server(made: Result) -> None:
    assert pod(made, DEPLOYMENT, "mlflow")["serviceAccountName"] == "mlflow"
    assert pod(made, JOB, "mlflow-migration")["serviceAccountName"] == "mlflow-migration"
    for name in ("mlflow-mlflow", "mlflow-mlflow-migration"):
        assert made.inputs(ACCOUNT, name)["automountServiceAccountToken"] is False
    for workload in ((DEPLOYMENT, "mlflow"), (JOB, "mlflow-migration")):
        assert pod(made, *workload)["automountServiceAccountToken"] is False


def test_the_server_carries_artifacts_and_answers_health_checks(made: Result) -> None:
    (server,) = pod(made, DEPLOYMENT, "mlflow")["containers"]
    assert server["command"] == [
        *("mlflow", "server", "--host", "0.0.0.0", "--port", "5000", "--workers", "2"),
        *("--serve-artifacts", "--artifacts-destination", "s3://artifacts/mlflow"),
    ]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert server[probe]["httpGet"] == {"path": "/health", "port": 5000}
    assert server["resources"]["limits"] == {"cpu": "2", "memory": "4Gi"}


def test_every_container_is_hardened(made: Result) -> None:
    for workload in ((DEPLOYMENT, "mlflow"), (JOB, "mlflow-migration")):
        spec = pod(made, *workload)
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in [*spec["initContainers"], *spec["containers"]]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "capabilities": {"drop": ["ALL"]},
                "privileged": False,
                "readOnlyRootFilesystem": True,
                "runAsNonRoot": True,
            }


def test_teams_reach_the_server_and_it_reaches_the_database_and_aws(made: Result) -> None:
    assert made.inputs(POLICY, "mlflow-inward")["spec"]["ingress"] == [
        {
            "from": [{"namespaceSelector": {"matchExpressions": [{"key": "strata/team", "operator": "Exists"}]}}],
            "ports": [{"protocol": "TCP", "port": 5000}],
        }
    ]
    aws, identity, database = made.inputs(POLICY, "mlflow-outward")["spec"]["egress"]
    assert len(aws["to"]) == len(AWS_APIS.peers)
    assert len(identity["to"]) == len(POD_IDENTITY.peers)
    assert database == {
        "to": [{"ipBlock": {"cidr": "10.0.0.0/16"}}],
        "ports": [{"protocol": "TCP", "port": 15432}],
    }
