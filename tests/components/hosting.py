"""What an endpoint stands on, small enough to be made for each test."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi_aws import s3

from components.charts import Chart, release
from components.container import Image, Resources
from components.custom_resource import after
from components.gateway import Gateway
from components.model_endpoint import EndpointArgs, Kind
from components.model_host import Host
from tests.components.surroundings import REGION, key

INSIDE = "default"
"""A namespace that every cluster has."""
DOMAIN = "models.internal"
IMAGE = Image(repository="registry.invalid/fraud", tag="v7")


def host(opts: pulumi.ResourceOptions, *, cluster_name: pulumi.Input[str] = "test") -> Host:
    """A host without its gateway, but with the charts whose kinds endpoints are made of."""
    known = pulumi.Output.from_input
    certificates = release(
        "certificates", Chart.CERT_MANAGER, values={"crds": {"enabled": True}}, namespace=INSIDE, opts=opts
    )
    definitions = release("definitions", Chart.KSERVE_CRD, namespace=INSIDE, opts=after(opts, certificates))
    routes = release("routes", Chart.ENVOY_GATEWAY, namespace=INSIDE, opts=opts)
    return Host(
        inside=known(INSIDE),
        # A route to it can only be made when the chart is there that brings its kind.
        gateway=Gateway(routes.status.apply(lambda _: "way-in"), DOMAIN, known(INSIDE)),
        cluster_name=cluster_name,
        models=s3.Bucket("models", opts=opts),
        key=key("models", opts),
        region=REGION,
        priority_class="requests",
        keda=release("keda", Chart.KEDA, namespace=INSIDE, opts=opts),
        kserve=definitions,
    )


def served_by_image(name: str = "fraud", **settings: Any) -> EndpointArgs:
    """An endpoint of one's own image."""
    return EndpointArgs(name=name, kind=Kind.DEPLOYMENT, model="fraud/7", image=IMAGE, **settings)


def served_by_kserve(name: str = "fraud", **settings: Any) -> EndpointArgs:
    """An endpoint of one of KServe's runtimes."""
    return EndpointArgs(name=name, kind=Kind.KSERVE, model="fraud/7", format="sklearn", **settings)


def large() -> Resources:
    """What a replica with a GPU asks for."""
    return Resources(cpus=4, memory_gib=16, gpus=1)
