"""Controllers that charts bring: each in a closed namespace that only the API server and the network reach."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_kubernetes import helm

from components.charts import Chart, release
from components.custom_resource import after
from components.namespace import PodSecurity, namespace
from components.network_policy import PRIVATE_RANGES, Allowed, addresses, allow


def operator(
    name: str,
    charts: Mapping[Chart, Mapping[str, Any]],
    *,
    load_balancers_max: int = 0,
    opts: pulumi.ResourceOptions,
) -> helm.v3.Release:
    """Install charts in order, in the namespace of the first. Custom resources wait for what this returns.

    Args:
        name: logical name; the children add a suffix to it.
        charts: Helm values by chart: custom resource definitions first, then the controller, then what it serves.
        load_balancers_max: how many load balancers its Services may make.
        opts: options of every child.

    Returns:
        The last release.
    """
    inside = namespace(
        name,
        called=next(iter(charts)).namespace,
        # The chart decides what its pods ask for; most ask for less than this.
        level=PodSecurity.BASELINE,
        load_balancers_max=load_balancers_max,
        opts=opts,
    ).metadata.name
    # Webhooks and metrics listen on ports that the charts choose; the API server calls from inside the network.
    network = [Allowed(addresses(*PRIVATE_RANGES))]
    before: Any = allow(f"{name}-network", inside=inside, of={}, ingress=network, egress=network, opts=opts)
    for chart, values in charts.items():
        before = release(
            f"{name}-{chart.release_name}", chart, values=values, namespace=inside, opts=after(opts, before)
        )
    return before
