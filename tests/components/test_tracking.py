"""Tracking: MLflow on Postgres and S3, without a password anywhere."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.storage import Storage, StorageArgs
from components.tracking import Tracking, TrackingArgs
from protocol.values import reveal
from tests.components.surroundings import bring_up, cluster, key, network
from tests.harness import Deployer, Result

POLICY = "aws:iam/policy:Policy"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
JOB = "kubernetes:batch/v1:Job"
OPEN: dict[str, Any] = {
    "database": {
        "deletion": "allowed",
        "final_snapshot": False,
        "reasons": {"deletion": "a test", "final_snapshot": "a test"},
    }
}


def make(deploy: Deployer, settings: dict[str, Any]) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        inside = network(opts)
        made = Tracking(
            "tracking",
            TrackingArgs.model_validate(settings),
            network=inside,
            cluster=cluster(inside, opts),
            storage=Storage("storage", StorageArgs(), key=key("storage", opts), opts=opts),
            key=key("database", opts),
            logs_key=key("database-logs", opts),
            opts=opts,
        )
        for output in Tracking.outputs_declared:
            pulumi.export(output, getattr(made, output))

    return bring_up(deploy, build)


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    return make(deploy_once, {})


def allowed(made: Result, role: str) -> dict[str, dict[str, Any]]:
    statements = json.loads(made.inputs(POLICY, role)["policy"])["Statement"]
    return {statement["Sid"]: statement for statement in statements}


def test_tracking_is_a_database_and_a_server(made: Result) -> None:
    component = made.of("strata:index:Tracking", "tracking").urn
    children = {(child.type, child.urn.rpartition("::")[2]) for child in made.resources if child.parent == component}
    assert children == {
        ("strata:index:Database", "tracking-database"),
        ("strata:index:Mlflow", "tracking-mlflow"),
    }


def test_the_outputs_are_what_people_need(made: Result) -> None:
    outputs = {name: reveal(value) for name, value in made.summary.outputs.items()}
    database = made.outputs("aws:rds/instance:Instance", "tracking-database")
    assert outputs == {
        "url": "http://mlflow.tracking.svc.cluster.local:5000",
        "namespace": "tracking",
        "database_endpoint": f"{database['address']}:15432",
        "database_secret_arn": reveal(database["masterUserSecrets"])[0]["secretArn"],
    }


def test_the_server_may_log_in_as_itself_and_keep_artifacts_under_its_prefix(made: Result) -> None:
    artifacts = made.outputs("aws:s3/bucket:Bucket", "storage-artifacts")["arn"]
    resource_id = made.outputs("aws:rds/instance:Instance", "tracking-database")["resourceId"]
    server = allowed(made, "tracking-mlflow-mlflow")
    assert set(server) == {"LogIn", "List", "Write", "EncryptAndDecrypt"}
    assert server["LogIn"] == {
        "Sid": "LogIn",
        "Effect": "Allow",
        "Action": "rds-db:connect",
        "Resource": f"arn:aws:rds-db:eu-central-1:123456789012:dbuser:{resource_id}/mlflow",
    }
    assert server["Write"]["Resource"] == f"{artifacts}/mlflow/*"
    assert server["EncryptAndDecrypt"]["Resource"] == made.outputs("aws:kms/key:Key", "key-storage")["arn"]


def test_only_the_migration_may_read_the_master_password_and_only_through_secrets_manager(made: Result) -> None:
    migration = allowed(made, "tracking-mlflow-mlflow-migration")
    assert set(migration) == {"LogIn", "ReadMasterPassword", "DecryptMasterPassword"}
    assert migration["ReadMasterPassword"]["Action"] == "secretsmanager:GetSecretValue"
    assert migration["ReadMasterPassword"]["Resource"] == reveal(made.summary.outputs["database_secret_arn"])
    assert migration["DecryptMasterPassword"]["Condition"] == {
        "StringEquals": {"kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com"}
    }


def test_no_password_stands_in_any_pod(made: Result) -> None:
    pods = [made.inputs(DEPLOYMENT, "tracking-mlflow"), made.inputs(JOB, "tracking-mlflow-migration")]
    for declared in pods:
        spec = declared["spec"]["template"]["spec"]
        for container in [*spec["initContainers"], *spec["containers"]]:
            env = {variable["name"]: variable["value"] for variable in container["env"]}
            assert env["MLFLOW_BACKEND_STORE_URI"].startswith("postgresql+psycopg2://mlflow@")
            assert env["PGSSLMODE"] == "verify-full"
            assert not [name for name in env if "PASSWORD" in name]


def test_a_second_up_changes_nothing_and_a_new_version_migrates_before_it_serves(deploy: Deployer) -> None:
    make(deploy, OPEN)
    assert make(deploy, OPEN).steps("create", "update", "replace", "delete") == set()
    newer = OPEN | {"image": {"repository": "ghcr.io/mlflow/mlflow", "tag": "v3.19.0-full"}}
    upgraded = make(deploy, newer)
    assert upgraded.steps("create-replacement", "create") == {(JOB, "tracking-mlflow-migration")}
    assert upgraded.steps("update") == {(DEPLOYMENT, "tracking-mlflow")}
    migration = upgraded.of(JOB, "tracking-mlflow-migration").urn
    assert migration in upgraded.of(DEPLOYMENT, "tracking-mlflow").dependencies


def test_the_defaults_pin_mlflow_and_survive_the_loss_of_a_node() -> None:
    args = TrackingArgs()
    assert args.image.reference == "ghcr.io/mlflow/mlflow:v3.18.0-full"
    assert (args.replicas, args.replicas_max) == (2, 4)


def test_fewer_replicas_at_most_than_at_least_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match=r"replicas_max must be at least replicas \(3\), got 2"):
        TrackingArgs(replicas=3, replicas_max=2)
