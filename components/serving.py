"""Serving: models behind one private gateway, each able to read itself alone."""

from collections.abc import Mapping
from ipaddress import IPv4Network
from typing import Any, ClassVar, Self

import pulumi
from pulumi_kubernetes import scheduling
from pydantic import Field, field_validator, model_validator

from components.account import Account
from components.base import Component
from components.charts import Chart
from components.cluster import Cluster
from components.custom_resource import after
from components.gateway import gateway
from components.model_endpoint import EndpointArgs, Kind
from components.model_host import Host
from components.model_server import model_server
from components.namespace import labels, namespace
from components.operators import operator
from components.registry import Registry
from components.settings import Section

KSERVE: Mapping[Chart, Mapping[str, Any]] = {
    Chart.KSERVE_CRD: {},
    # Routes to the gateway are ours, for endpoints of both kinds.
    Chart.KSERVE: {
        "kserve": {"controller": {"deploymentMode": "Standard", "gateway": {"disableIngressCreation": True}}}
    },
    Chart.KSERVE_RUNTIMES: {"kserve": {"servingruntime": {"enabled": True}}},
}
"""Helm values of KServe's charts."""
HOST = r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$"
"""A domain name of at least two parts."""


class ServingArgs(Section):
    """Serving."""

    guarded: ClassVar[tuple[str, ...]] = ("public_cidrs",)

    host: str = Field(default="models.internal", pattern=HOST)
    """The domain below which each endpoint has its host: `https://<endpoint>.<host>`."""
    public_cidrs: list[IPv4Network] = Field(default=[])
    """Networks that may reach the gateway from the internet; none if empty."""
    endpoints: list[EndpointArgs] = Field(default=[])
    """Models that answer requests."""

    @field_validator("public_cidrs")
    @classmethod
    def _not_everybody(cls, blocks: list[IPv4Network]) -> list[IPv4Network]:
        if any(block.prefixlen == 0 for block in blocks):
            raise ValueError("must name the networks that need the endpoints, got 0.0.0.0/0, the whole internet")
        return blocks

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        names = [endpoint.name for endpoint in self.endpoints]
        if repeated := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"endpoints: each name once, got {', '.join(repeated)} again")
        return self


class Serving(Component):
    """The gateway and its endpoints."""

    endpoint_urls: pulumi.Output[dict[str, str]]
    """URL of each endpoint, by its name."""
    namespace: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: ServingArgs,
        *,
        cluster: Cluster,
        registry: Registry,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self.namespace = namespace(name, called=name, pods_max=1000, opts=self.child).metadata.name
        cert_manager = operator(
            f"{name}-certificates",
            {Chart.CERT_MANAGER: {"crds": {"enabled": True}, "replicaCount": 2}},
            opts=self.child,
        )
        kinds = {endpoint.kind for endpoint in args.endpoints}
        sleeps = any(endpoint.awake for endpoint in args.endpoints)
        host = Host(
            inside=self.namespace,
            gateway=gateway(
                name,
                args.host,
                inside=self.namespace,
                public_cidrs=[str(block) for block in args.public_cidrs],
                cert_manager=cert_manager,
                opts=self.child,
            ),
            cluster_name=cluster.cluster_name,
            models=registry.models,
            key=registry.key,
            region=Account.of(self).region,
            priority_class=self._priority(name).metadata.name,
            keda=operator(f"{name}-keda", {Chart.KEDA: {}}, opts=self.child) if sleeps else None,
            # KServe's webhooks get their certificate from cert-manager.
            kserve=operator(f"{name}-kserve", KSERVE, opts=after(self.child, cert_manager))
            if Kind.KSERVE in kinds
            else None,
        )
        urls: dict[str, Any] = {
            endpoint.name: model_server(f"{name}-{endpoint.name}", endpoint, host, opts=self.child)
            for endpoint in args.endpoints
        }
        self.endpoint_urls = pulumi.Output.from_input(urls)
        self.publish()

    def _priority(self, name: str) -> scheduling.v1.PriorityClass:
        return scheduling.v1.PriorityClass(
            name,
            metadata={"labels": labels(name, name)},
            value=1_000_000,
            description="Somebody waits for the answer: requests go before training",
            opts=self.child,
        )
