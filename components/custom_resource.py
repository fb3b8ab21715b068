"""Custom resources: objects of the kinds that charts bring."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_kubernetes import apiextensions

from components.namespace import labels


def custom_resource(
    name: str,
    api_version: str,
    kind: str,
    spec: Mapping[str, Any],
    *,
    called: str | None = None,
    inside: pulumi.Input[str] | None = None,
    extra: Mapping[str, Any] | None = None,
    opts: pulumi.ResourceOptions,
) -> apiextensions.CustomResource:
    """Make an object of a custom kind.

    Args:
        name: logical name.
        spec: with the kind's own names.
        called: the physical name, where something else refers to it; else an automatic one.
        inside: the namespace; none for a kind of the whole cluster.
        extra: labels and annotations beside the recommended ones.
        opts: they must wait for the chart that brings the kind.
    """
    given = dict(extra or {})
    metadata: dict[str, Any] = {**given, "labels": labels(called or name, name) | given.get("labels", {})}
    if called is not None:
        metadata["name"] = called
    if inside is not None:
        metadata["namespace"] = inside
    return apiextensions.CustomResource(
        name, api_version=api_version, kind=kind, metadata=metadata, spec=dict(spec), opts=opts
    )


def name_of(resource: apiextensions.CustomResource) -> pulumi.Output[str]:
    """The physical name of a custom resource."""
    # A run with targets may leave the resource out: nobody has named it then, and nothing is made of the name.
    name: pulumi.Output[str] = resource.metadata.apply(lambda metadata: metadata.get("name"))
    return name


def after(opts: pulumi.ResourceOptions, *resources: pulumi.Resource) -> pulumi.ResourceOptions:
    """The options of what must wait for these resources."""
    return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=list(resources)))
