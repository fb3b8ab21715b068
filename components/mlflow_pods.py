"""The pods of MLflow: what is mounted into them, and how they reach the database without a password."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
from pulumi_kubernetes import core

from components.container import Image, Resources, container, region_variables
from components.database import PORT as DATABASE_PORT
from components.namespace import labels
from components.pod import pod
from components.policy_document import Statement

PORT = 5000
DATABASE = "mlflow"
"""The database, and the user in it who logs in by IAM."""
SERVER = "mlflow"
"""The server's name: of its Service, its account and its pods."""
CODE = "/opt/strata"
"""Where the files of `workloads/tracking` are mounted."""
SMALL = Resources(cpus=0.5, memory_gib=1)
"""For what runs for a moment."""

_SOURCES = Path(__file__).resolve().parents[1] / "workloads" / "tracking"
_CERTIFICATES = "/tmp/rds-certificates.pem"  # noqa: S108  (the pod's own volume, not a shared directory)


@dataclass(frozen=True)
class Backend:
    """What MLflow stands on."""

    database_address: pulumi.Output[str]
    master_secret_arn: pulumi.Output[str]
    """Read by the migration alone, which creates the user that the server logs in as."""
    database_block: pulumi.Input[str]
    """The addresses among which the database has its own, in CIDR notation."""
    artifacts_uri: pulumi.Output[str]
    region: pulumi.Output[str]
    cluster_name: pulumi.Input[str]
    server_may: Sequence[Statement]
    """What the server's pods may do in AWS."""
    migration_may: Sequence[Statement]
    """What the migration's pods may do in AWS."""


class MlflowPods:
    """Makes pods of MLflow's image with our code beside it."""

    def __init__(
        self, name: str, *, inside: pulumi.Output[str], image: Image, backend: Backend, opts: pulumi.ResourceOptions
    ) -> None:
        self._name = name
        self._image = image
        self._environment = _environment(inside, backend)
        self._bundle = pulumi.Output.format(
            "https://truststore.pki.rds.amazonaws.com/{0}/{0}-bundle.pem", backend.region
        )
        self._code = core.v1.ConfigMap(
            f"{name}-code",
            metadata={"namespace": inside, "labels": labels(SERVER, name)},
            data={
                # Python imports a module of this name by itself, in every process that MLflow starts.
                "sitecustomize.py": _source("database_login.py"),
                "prepare_database.py": _source("prepare_database.py"),
                "fetch_certificates.py": _source("fetch_certificates.py"),
            },
            # New code is a new ConfigMap under a new name, so the pods are replaced, too.
            immutable=True,
            opts=opts,
        )

    def template(
        self,
        called: str,
        *,
        account: core.v1.ServiceAccount,
        main: Mapping[str, Any],
        first: Sequence[Mapping[str, Any]] = (),
        **extra: Any,
    ) -> dict[str, Any]:
        """A pod that fetches the database's certificates, runs the containers `first` in order, then `main`."""
        fetch: list[pulumi.Input[str]] = ["python", f"{CODE}/fetch_certificates.py", self._bundle, _CERTIFICATES]
        return pod(
            labels=labels(called, self._name),
            service_account=account.metadata.name,
            init_containers=[self.container("certificates", fetch), *first],
            containers=[main],
            volumes=[{"name": "code", "config_map": {"name": self._code.metadata.name}}],
            **extra,
        )

    def container(
        self,
        called: str,
        command: Sequence[pulumi.Input[str]],
        resources: Resources = SMALL,
        probes: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """A container of MLflow's image."""
        return container(
            called,
            self._image,
            command=command,
            resources=resources,
            env=self._environment,
            mounts={CODE: "code"},
            probes=probes,
        )


def _source(file: str) -> str:
    return (_SOURCES / file).read_text(encoding="utf-8")


def _environment(inside: pulumi.Output[str], backend: Backend) -> dict[str, pulumi.Input[str]]:
    host = pulumi.Output.concat(SERVER, ".", inside)
    return {
        **region_variables(backend.region),
        "DATABASE_HOST": backend.database_address,
        "DATABASE_NAME": DATABASE,
        "DATABASE_PORT": str(DATABASE_PORT),
        "DATABASE_USER": DATABASE,
        "MASTER_SECRET_ARN": backend.master_secret_arn,
        # No password: `sitecustomize.py` logs in with a token.
        "MLFLOW_BACKEND_STORE_URI": pulumi.Output.format(
            "postgresql+psycopg2://{0}@{1}:{2}/{0}", DATABASE, backend.database_address, str(DATABASE_PORT)
        ),
        "MLFLOW_DISABLE_TELEMETRY": "true",
        # Another host in a request means that a browser was tricked into sending it (DNS rebinding).
        "MLFLOW_SERVER_ALLOWED_HOSTS": pulumi.Output.format(
            "{0}:{1},{0}.svc:{1},{0}.svc.cluster.local:{1},localhost:*", host, str(PORT)
        ),
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": _CERTIFICATES,
        "PYTHONPATH": CODE,
    }
