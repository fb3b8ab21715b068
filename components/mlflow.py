"""The MLflow server in a namespace of its own: the migration of its schema, its replicas and their address."""

from collections.abc import Sequence

import pulumi
from pulumi_kubernetes import batch, core, scheduling

from components.base import Component
from components.container import Image, Resources, http_probes
from components.database import PORT as DATABASE_PORT
from components.deployment import Scale, deployment, service
from components.mlflow_pods import CODE, PORT, SERVER, Backend, MlflowPods
from components.namespace import TEAM_LABEL, labels, namespace
from components.network_policy import AWS_APIS, POD_IDENTITY, Allowed, addresses, allow, pods_of_namespaces
from components.pod_identity import pod_identity
from components.policy_document import Statement

MIGRATION = "mlflow-migration"


class Mlflow(Component):
    """An MLflow server that the pods of every team reach, and nobody else."""

    url: pulumi.Output[str]
    namespace: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        *,
        called: str,
        image: Image,
        resources: Resources,
        scale: Scale,
        backend: Backend,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self._name = name
        self.namespace = namespace(name, called=called, opts=self.child).metadata.name
        self._pods = MlflowPods(name, inside=self.namespace, image=image, backend=backend, opts=self.child)
        connections = self._connections(backend.database_block)
        migrator, may_migrate = self._account(MIGRATION, backend.cluster_name, backend.migration_may)
        migration = self._migrate(migrator, after=[may_migrate, *connections])
        server, may_serve = self._account(SERVER, backend.cluster_name, backend.server_may)
        # Clients never touch the bucket: the server carries their artifacts, so they need no identity of AWS.
        artifacts: list[pulumi.Input[str]] = ["--serve-artifacts", "--artifacts-destination", backend.artifacts_uri]
        listen = ["mlflow", "server", "--host", "0.0.0.0", "--port", str(PORT), "--workers", "2"]  # noqa: S104
        main = self._pods.container(SERVER, [*listen, *artifacts], resources, http_probes("/health", PORT))
        deployment(
            name,
            inside=self.namespace,
            labels=labels(SERVER, name),
            template=self._pods.template(
                SERVER, account=server, main=main, priority_class_name=self._priority().metadata.name
            ),
            scale=scale,
            opts=self.child_with(depends_on=[migration, may_serve]),
        )
        address = service(
            name, called=SERVER, inside=self.namespace, labels=labels(SERVER, name), port=PORT, opts=self.child
        )
        self.url = pulumi.Output.format(
            "http://{0}.{1}.svc.cluster.local:{2}", address.metadata.name, self.namespace, str(PORT)
        )
        self.publish()

    def _account(
        self, called: str, cluster_name: pulumi.Input[str], statements: Sequence[Statement]
    ) -> tuple[core.v1.ServiceAccount, pulumi.Resource]:
        """An account whose pods get credentials of AWS, and none of the API server."""
        account = core.v1.ServiceAccount(
            f"{self._name}-{called}",
            metadata={"name": called, "namespace": self.namespace, "labels": labels(called, self._name)},
            automount_service_account_token=False,
            opts=self.child,
        )
        association = pod_identity(
            f"{self._name}-{called}",
            cluster_name=cluster_name,
            namespace=self.namespace,
            service_account=account.metadata.name,
            statements=statements,
            opts=self.child,
        )
        return account, association

    def _migrate(self, account: core.v1.ServiceAccount, *, after: list[pulumi.Resource]) -> batch.v1.Job:
        """Create the database user and bring the schema to the image's version, before any server of it starts."""
        prepare = self._pods.container("prepare", ["python", f"{CODE}/prepare_database.py"])
        upgrade = self._pods.container("migrate", ["mlflow", "db", "upgrade", "$(MLFLOW_BACKEND_STORE_URI)"])
        template = self._pods.template(
            MIGRATION, account=account, main=upgrade, first=[prepare], restart_policy="Never"
        )
        return batch.v1.Job(
            f"{self._name}-migration",
            metadata={"namespace": self.namespace, "labels": labels(MIGRATION, self._name)},
            # No time to live: the program owns the job, and would find it missing and run it again.
            spec={"backoff_limit": 3, "active_deadline_seconds": 1800, "template": template},
            opts=self.child_with(depends_on=after),
        )

    def _connections(self, database_block: pulumi.Input[str]) -> list[pulumi.Resource]:
        inward = Allowed([pods_of_namespaces(TEAM_LABEL)], [PORT])
        outward = [AWS_APIS, POD_IDENTITY, Allowed(addresses(database_block), [DATABASE_PORT])]
        served = labels(SERVER, self._name)
        return [
            allow(f"{self._name}-inward", inside=self.namespace, of=served, ingress=[inward], opts=self.child),
            allow(f"{self._name}-outward", inside=self.namespace, of={}, egress=outward, opts=self.child),
        ]

    def _priority(self) -> scheduling.v1.PriorityClass:
        return scheduling.v1.PriorityClass(
            self._name,
            metadata={"labels": labels(SERVER, self._name)},
            value=100_000,
            description="Every training run needs the tracking server: it goes before any one of them",
            opts=self.child,
        )
