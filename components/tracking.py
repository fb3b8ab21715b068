"""Experiment tracking: MLflow on Postgres and S3, without a password anywhere."""

from typing import Self

import pulumi
from pulumi_aws import kms
from pydantic import Field, model_validator

from components.account import Account
from components.base import Component
from components.bucket_access import write_prefix
from components.cluster import Cluster
from components.container import Image, Resources
from components.database import PORT as DATABASE_PORT
from components.database import Database
from components.database_args import DatabaseArgs
from components.deployment import Scale
from components.mlflow import Mlflow
from components.mlflow_pods import DATABASE, Backend
from components.network import Network
from components.policy_document import Statement
from components.settings import Section
from components.storage import Storage

ARTIFACTS = "mlflow"
"""The prefix of MLflow's artifacts in the artifacts bucket."""


class TrackingArgs(Section):
    """Experiment tracking."""

    image: Image = Image(repository="ghcr.io/mlflow/mlflow", tag="v3.18.0-full")
    """MLflow with the drivers for Postgres and S3. A new version migrates the database first."""
    replicas: int = Field(default=2, ge=1, le=20)
    """The fewest servers."""
    replicas_max: int = Field(default=4, ge=1, le=20)
    """As many as the autoscaler may run when the servers are busy."""
    resources: Resources = Resources(cpus=1, memory_gib=2)
    """Of each replica."""
    database: DatabaseArgs = DatabaseArgs()
    """Where MLflow keeps runs, metrics and the models' versions."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.replicas_max < self.replicas:
            raise ValueError(f"replicas_max must be at least replicas ({self.replicas}), got {self.replicas_max}")
        return self


class Tracking(Component):
    """An MLflow server in the cluster, its database and its part of the artifacts bucket."""

    url: pulumi.Output[str]
    """What clients in the cluster set as MLFLOW_TRACKING_URI."""
    namespace: pulumi.Output[str]
    database_endpoint: pulumi.Output[str]
    database_secret_arn: pulumi.Output[str]
    """Where RDS keeps the master user's password, for the day when somebody must mend the database by hand."""

    def __init__(
        self,
        name: str,
        args: TrackingArgs,
        *,
        network: Network,
        cluster: Cluster,
        storage: Storage,
        key: kms.Key,
        logs_key: kms.Key,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        database = Database(
            f"{name}-database",
            args.database,
            database=DATABASE,
            network=network,
            client_security_group_id=cluster.security_group_id,
            key=key,
            logs_key=logs_key,
            opts=self.child,
        )
        account = Account.of(self)
        artifacts = storage.bucket("artifacts")
        mlflow = Mlflow(
            f"{name}-mlflow",
            called=name,
            image=args.image,
            resources=args.resources,
            scale=Scale(args.replicas, args.replicas_max),
            backend=Backend(
                database_address=database.address,
                master_secret_arn=database.secret_arn,
                database_block=network.cidr_block,
                artifacts_uri=pulumi.Output.format("s3://{0}/{1}", artifacts.id, ARTIFACTS),
                region=account.region,
                cluster_name=cluster.cluster_name,
                server_may=[_log_in(database), *write_prefix(artifacts, storage.key, ARTIFACTS)],
                migration_may=[_log_in(database), *_read_secret(database, key, account)],
            ),
            opts=self.child,
        )
        self.url = mlflow.url
        self.namespace = mlflow.namespace
        self.database_endpoint = pulumi.Output.concat(database.address, ":", str(DATABASE_PORT))
        self.database_secret_arn = database.secret_arn
        self.publish()


def _log_in(database: Database) -> Statement:
    """The one user in the one instance (…:rds-db:<region>:<account>:dbuser:<resource id>/<user>)."""
    user = pulumi.Output.all(database.arn, database.resource_id).apply(
        lambda known: ":".join([*known[0].replace(":rds:", ":rds-db:").split(":")[:5], f"dbuser:{known[1]}/{DATABASE}"])
    )
    return {"Sid": "LogIn", "Effect": "Allow", "Action": "rds-db:connect", "Resource": user}


def _read_secret(database: Database, key: kms.Key, account: Account) -> list[Statement]:
    through = pulumi.Output.concat("secretsmanager.", account.region, ".amazonaws.com")
    return [
        {
            "Sid": "ReadMasterPassword",
            "Effect": "Allow",
            "Action": "secretsmanager:GetSecretValue",
            "Resource": database.secret_arn,
        },
        {
            "Sid": "DecryptMasterPassword",
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": key.arn,
            "Condition": {"StringEquals": {"kms:ViaService": through}},
        },
    ]
