"""The MLflow server: its code, its schema migration, its pods."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
from pulumi_kubernetes import apps, batch, core

from components.container import Image, Resources, container, http_probes
from components.database import PORT as DATABASE_PORT
from components.deployment import Scale, deployment, service
from components.namespace import labels
from components.pod import pod

PORT = 5000
DATABASE = "mlflow"
"""The database, and the user in it who logs in by IAM."""
SERVER = "mlflow"
MIGRATION = "mlflow-migration"

_SOURCES = Path(__file__).resolve().parents[1] / "workloads" / "tracking"
_CODE = "/opt/strata"
_CERTIFICATES = "/tmp/rds-certificates.pem"  # noqa: S108  (the pod's own volume, not a shared directory)
_SMALL = Resources(cpus=0.5, memory_gib=1)


@dataclass(frozen=True)
class Backend:
    """What MLflow stands on."""

    database_address: pulumi.Output[str]
    master_secret_arn: pulumi.Output[str]
    """Read by the migration alone, which creates the user that the server logs in as."""
    artifacts_uri: pulumi.Output[str]
    region: pulumi.Output[str]


class Mlflow:
    """What MLflow consists of inside its namespace."""

    def __init__(
        self, name: str, *, inside: core.v1.Namespace, image: Image, backend: Backend, opts: pulumi.ResourceOptions
    ) -> None:
        self._name = name
        self._inside = inside.metadata.name
        self._image = image
        self._backend = backend
        self._opts = opts
        self._code = core.v1.ConfigMap(
            f"{name}-code",
            metadata={"namespace": self._inside, "labels": labels(SERVER, name)},
            data={
                # Python imports a module of this name by itself, in every process that MLflow starts.
                "sitecustomize.py": (_SOURCES / "database_login.py").read_text(encoding="utf-8"),
                "prepare_database.py": (_SOURCES / "prepare_database.py").read_text(encoding="utf-8"),
                "fetch_certificates.py": (_SOURCES / "fetch_certificates.py").read_text(encoding="utf-8"),
            },
            immutable=True,
            opts=opts,
        )

    def service_account(self, called: str) -> core.v1.ServiceAccount:
        """An account whose pods get credentials of AWS, and none of the API server."""
        return core.v1.ServiceAccount(
            f"{self._name}-{called}",
            metadata={"name": called, "namespace": self._inside, "labels": labels(called, self._name)},
            automount_service_account_token=False,
            opts=self._opts,
        )

    def migrate(self, account: core.v1.ServiceAccount, *, after: list[pulumi.Resource]) -> batch.v1.Job:
        """Create the database user and bring the schema to the version of the image, before any server of it starts."""
        upgrade = ["mlflow", "db", "upgrade", "$(MLFLOW_BACKEND_STORE_URI)"]
        template = self._pod(
            MIGRATION,
            account,
            self._container("migrate", upgrade, _SMALL),
            self._container("prepare", ["python", f"{_CODE}/prepare_database.py"], _SMALL),
            restart_policy="Never",
        )
        return batch.v1.Job(
            f"{self._name}-migration",
            metadata={"namespace": self._inside, "labels": labels(MIGRATION, self._name)},
            # No time to live: the program owns the job, and would find it missing and run it again.
            spec={"backoff_limit": 3, "active_deadline_seconds": 1800, "template": template},
            opts=pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(depends_on=after)),
        )

    def serve(
        self,
        account: core.v1.ServiceAccount,
        *,
        resources: Resources,
        scale: Scale,
        after: list[pulumi.Resource],
    ) -> tuple[apps.v1.Deployment, core.v1.Service]:
        """The server's replicas and their address."""
        command: list[pulumi.Input[str]] = ["mlflow", "server", "--host", "0.0.0.0", "--port", str(PORT)]  # noqa: S104
        # Clients never touch the bucket: the server carries their artifacts, so they need no identity of AWS.
        command += ["--serve-artifacts", "--artifacts-destination", self._backend.artifacts_uri]
        template = self._pod(
            SERVER, account, self._container(SERVER, command, resources, probes=http_probes("/health", PORT))
        )
        replicas = deployment(
            self._name,
            inside=self._inside,
            labels=labels(SERVER, self._name),
            template=template,
            scale=scale,
            opts=pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(depends_on=after)),
        )
        address = service(
            self._name,
            called=SERVER,
            inside=self._inside,
            labels=labels(SERVER, self._name),
            port=PORT,
            opts=self._opts,
        )
        return replicas, address

    def _pod(
        self,
        called: str,
        account: core.v1.ServiceAccount,
        main: Mapping[str, Any],
        *first: Mapping[str, Any],
        **extra: Any,
    ) -> dict[str, Any]:
        bundle = pulumi.Output.format(
            "https://truststore.pki.rds.amazonaws.com/{0}/{0}-bundle.pem", self._backend.region
        )
        fetch = ["python", f"{_CODE}/fetch_certificates.py", bundle, _CERTIFICATES]
        return pod(
            labels=labels(called, self._name),
            service_account=account.metadata.name,
            init_containers=[self._container("certificates", fetch, _SMALL), *first],
            containers=[main],
            volumes=[{"name": "code", "config_map": {"name": self._code.metadata.name}}],
            **extra,
        )

    def _container(
        self, called: str, command: list[Any], resources: Resources, probes: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        return container(
            called,
            self._image,
            command=command,
            resources=resources,
            env=self._environment(),
            mounts={_CODE: "code"},
            probes=probes,
        )

    def _environment(self) -> dict[str, pulumi.Input[str]]:
        host = pulumi.Output.concat(SERVER, ".", self._inside)
        hosts = pulumi.Output.format("{0}:{1},{0}.svc:{1},{0}.svc.cluster.local:{1},localhost:*", host, str(PORT))
        return {
            "AWS_REGION": self._backend.region,
            "DATABASE_HOST": self._backend.database_address,
            "DATABASE_NAME": DATABASE,
            "DATABASE_PORT": str(DATABASE_PORT),
            "DATABASE_USER": DATABASE,
            "MASTER_SECRET_ARN": self._backend.master_secret_arn,
            # No password: `sitecustomize.py` logs in with a token.
            "MLFLOW_BACKEND_STORE_URI": pulumi.Output.format(
                "postgresql+psycopg2://{0}@{1}:{2}/{0}", DATABASE, self._backend.database_address, str(DATABASE_PORT)
            ),
            "MLFLOW_DISABLE_TELEMETRY": "true",
            # Other names in a request mean that a browser was tricked into sending it (DNS rebinding).
            "MLFLOW_SERVER_ALLOWED_HOSTS": hosts,
            "PGSSLMODE": "verify-full",
            "PGSSLROOTCERT": _CERTIFICATES,
            "PYTHONPATH": _CODE,
        }
