"""MLflow's pods carry our code, check whom they talk to, and hold no password."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.container import Image
from components.mlflow_pods import Backend, MlflowPods
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

SOURCES = Path("workloads/tracking")


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        known = pulumi.Output.from_input
        backend = Backend(
            database_address=known("db.internal"),
            master_secret_arn=known("arn:secret"),
            database_block="10.0.0.0/16",
            artifacts_uri=known("s3://artifacts/mlflow"),
            region=known("eu-central-1"),
            cluster_name="test",
            server_may=[],
            migration_may=[],
        )
        pods = MlflowPods(
            "mlflow",
            inside=known("default"),
            image=Image(repository="mlflow", tag="v1"),
            backend=backend,
            opts=opts,
        )
        pulumi.export("container", pods.container("main", ["run"]))

    return bring_up(deploy_once, build)


def code(made: Result) -> dict[str, str]:
    data: dict[str, str] = made.inputs("kubernetes:core/v1:ConfigMap", "mlflow-code")["data"]
    return data


@pytest.mark.parametrize(
    ("mounted", "source"),
    [
        ("sitecustomize.py", "database_login.py"),
        ("prepare_database.py", "prepare_database.py"),
        ("fetch_certificates.py", "fetch_certificates.py"),
    ],
)
def test_the_mounted_code_is_that_of_the_workload(made: Result, mounted: str, source: str) -> None:
    assert code(made)[mounted] == (SOURCES / source).read_text(encoding="utf-8")
    ast.parse(code(made)[mounted])


def test_nothing_else_is_mounted_and_new_code_means_new_pods(made: Result) -> None:
    assert set(code(made)) == {"sitecustomize.py", "prepare_database.py", "fetch_certificates.py"}
    assert made.inputs("kubernetes:core/v1:ConfigMap", "mlflow-code")["immutable"] is True


def test_the_environment_is_exactly_this(made: Result) -> None:
    container: dict[str, Any] = made.summary.outputs["container"]
    assert {variable["name"]: variable["value"] for variable in container["env"]} == {
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_REGION": "eu-central-1",
        "DATABASE_HOST": "db.internal",
        "DATABASE_NAME": "mlflow",
        "DATABASE_PORT": "15432",
        "DATABASE_USER": "mlflow",
        "HOME": "/tmp",
        "MASTER_SECRET_ARN": "arn:secret",
        "MLFLOW_BACKEND_STORE_URI": "postgresql+psycopg2://mlflow@db.internal:15432/mlflow",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_SERVER_ALLOWED_HOSTS": "mlflow.default:5000,mlflow.default.svc:5000,"
        "mlflow.default.svc.cluster.local:5000,localhost:*",
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/tmp/rds-certificates.pem",
        "PYTHONPATH": "/opt/strata",
    }
    assert {mount["mount_path"]: mount.get("read_only") for mount in container["volume_mounts"]} == {
        "/tmp": None,
        "/opt/strata": True,
    }
