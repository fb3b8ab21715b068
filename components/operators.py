"""Controllers that charts bring: each in a closed namespace that only the API server and the network reach."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_kubernetes import helm

from components.charts import Chart, release
from components.namespace import PodSecurity, namespace
from components.network_policy import PRIVATE_RANGES, Allowed, addresses, allow


def operator(
    name: str,
    charts: Sequence[Chart],
    *,
    values: Mapping[str, Any] | None = None,
    load_balancers_max: int = 0,
    opts: pulumi.ResourceOptions,
) -> helm.v3.Release:
    """Install charts in order, in the namespace of the last one. Custom resources depend on what this returns.

    Args:
        name: logical name; the children add a suffix to it.
        charts: the operator's own chart last; before it, charts of its custom resource definitions.
        values: Helm values of the last chart.
        load_balancers_max: how many load balancers its Services may make.
        opts: options of every child.
    """
    inside = namespace(
        name,
        called=charts[-1].namespace,
        # The chart decides what its pods ask for; most ask for less than this.
        level=PodSecurity.BASELINE,
        load_balancers_max=load_balancers_max,
        opts=opts,
    ).metadata.name
    # Webhooks and metrics listen on ports that the charts choose; the API server calls from inside the network.
    network = [Allowed(addresses(*PRIVATE_RANGES))]
    opened = allow(f"{name}-network", inside=inside, of={}, ingress=network, egress=network, opts=opts)
    after: list[pulumi.Resource] = [opened]
    for chart in charts:
        installed = release(
            f"{name}-{chart.release_name}",
            chart,
            values=values if chart is charts[-1] else None,
            namespace=inside,
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=after)),
        )
        after = [installed]
    return installed
