"""Endpoints: what answers requests with a model, on SageMaker and in Kubernetes, and where its model comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from policies.facts.kubernetes import KubernetesObject, objects, types
from policies.facts.pods import Pod, pods
from policies.facts.tags import tag
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.truth import Truth, every, truth

ENDPOINTS: Final = ("aws:sagemaker/endpoint:Endpoint",)
CONFIGURATIONS: Final = ("aws:sagemaker/endpointConfiguration:EndpointConfiguration",)
MODELS: Final = ("aws:sagemaker/model:Model",)
KSERVE: Final = ("InferenceService", "LLMInferenceService")
SERVED: Final = (*ENDPOINTS, *types(*KSERVE))
"""Every type that is an endpoint by itself."""
_WORKLOADS: Final = ("Deployment", "StatefulSet", "Rollout", *KSERVE)
LOADING: Final = (*MODELS, *types(*_WORKLOADS))
"""Every type that says which model is loaded."""
_LOCATIONS: Final = "(MODEL|STORAGE)_URI"
"""Variables that tell a container where its model is."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a resource or an object tells of itself, in tags, annotations or labels.

    Attributes:
        require: as that of the resource or the object.
        find: the value that it gives to a key; in Kubernetes the key may have a prefix, such as `example.com/`.
    """

    require: Callable[..., Findings]
    find: Callable[[str], Node]

    def is_high_risk(self) -> Truth:
        """Whether it is a high-risk system in the sense of the EU AI Act, by its `risk-tier`."""
        return self.find("risk-tier").equals("high")


def endpoints(resource: Resource) -> Iterator[Told]:
    """The endpoints that a resource of `SERVED` declares."""
    if resource.type in ENDPOINTS:
        yield of_tags(resource)
    else:
        yield from map(served, objects(resource, *KSERVE))


def served(one: KubernetesObject) -> Told:
    """What an object tells in its annotations and labels."""
    return Told(one.require, partial(_told, one["metadata"]))


def of_tags(resource: Resource) -> Told:
    """What a resource tells in its tags."""
    return Told(resource.require, partial(tag, resource))


def is_serverless(configuration: Resource) -> Truth:
    """Whether no instances run between requests; such endpoints have no data capture and no monitoring."""
    variants = configuration["productionVariants"]
    return variants.is_set() & every(one["serverlessConfig"].is_set() for one in variants.each())


def is_managed(configuration: Resource) -> Truth:
    """Whether SageMaker itself decides how many instances there are."""
    scaled = configuration["productionVariants"].some(
        lambda one: one["managedInstanceScaling"]["status"].equals("ENABLED")
    )
    return scaled | is_serverless(configuration)


def scales_endpoint(target: Resource, endpoint: Resource) -> Truth:
    """Whether a target of autoscaling is a variant of an endpoint."""
    scaled = target["resourceId"]
    if endpoint.urn in scaled.sources:
        return Truth.TRUE
    if scaled.value is UNKNOWN and scaled.sources:
        return Truth.FALSE
    return scaled.satisfies(lambda value: any(f"endpoint/{one}/" in str(value) for one in endpoint.identifiers()))


def exceeds(most: Node, least: Node) -> Truth:
    """Whether an upper bound leaves room above a lower one, which is 1 if it is not given."""
    if UNKNOWN in (most.value, least.value):
        return Truth.UNKNOWN
    try:
        return truth(float(most.value) > float(1 if least.value is None else least.value))
    except (TypeError, ValueError):
        return Truth.FALSE


def runs_on(endpoint: Resource, holds: Callable[[Resource], Truth]) -> Truth:
    """Whether something holds of the configuration of an endpoint."""
    return endpoint.stack.some_referred(endpoint["endpointConfigName"], CONFIGURATIONS, holds)


def models(resource: Resource) -> Iterator[tuple[Told, Node]]:
    """Where a resource of `LOADING` loads its models from."""
    if resource.type in MODELS:
        for container in (*resource["primaryContainer"].each(), *resource["containers"].each()):
            sources = container["modelDataSource"].each()
            located = [source["s3Uri"] for data in sources for source in data["s3DataSources"].each()]
            yield from ((of_tags(resource), one) for one in (container["modelDataUrl"], *located))
        return
    for one in objects(resource, "LLMInferenceService"):
        yield served(one), one.root.at("spec", "model", "uri")
    for pod in pods(resource):
        for container in pod.containers("containers"):
            yield from ((_of_pod(pod), one) for one in _located(container))


def _located(container: Node) -> Iterator[Node]:
    yield container["storageUri"]
    for variable in container["env"].each():
        named = variable["name"].matches(_LOCATIONS)
        if named is not Truth.FALSE:
            yield variable["value"] if named is Truth.TRUE else Node(UNKNOWN, variable["value"].path)


def _of_pod(pod: Pod) -> Told:
    return Told(pod.require, partial(_told, pod.declared["metadata"]))


def _told(metadata: Node, key: str) -> Node:
    places = [place for name in ("annotations", "labels") for place in metadata[name].each()]
    for place in places:
        for name, value in place.items():
            if name.rpartition("/")[2] == key and value.value is not None:
                return value
    return next((place for place in places if place.value is UNKNOWN), Node(None, "metadata.annotations"))
