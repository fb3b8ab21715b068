"""Objects of Kubernetes, wherever they are declared: as such, in a list, as a patch of what is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth, some, truth

_RBAC: Final = tuple(f"rbac.authorization.k8s.io/{version}" for version in ("v1", "v1beta1", "v1alpha1"))
_APPS: Final = ("apps/v1", "apps/v1beta2", "extensions/v1beta1")
_GROUPS: Final = {
    "Pod": ("core/v1",),
    "PodTemplate": ("core/v1",),
    "ReplicationController": ("core/v1",),
    "Deployment": (*_APPS, "apps/v1beta1"),
    "StatefulSet": ("apps/v1", "apps/v1beta1", "apps/v1beta2"),
    "DaemonSet": _APPS,
    "ReplicaSet": _APPS,
    "Job": ("batch/v1",),
    "CronJob": ("batch/v1", "batch/v1beta1", "batch/v2alpha1"),
    "ConfigMap": ("core/v1",),
    "LimitRange": ("core/v1",),
    "Namespace": ("core/v1",),
    "PersistentVolumeClaim": ("core/v1",),
    "ResourceQuota": ("core/v1",),
    "Secret": ("core/v1",),
    "Service": ("core/v1",),
    "ServiceAccount": ("core/v1",),
    "HorizontalPodAutoscaler": ("autoscaling/v2", "autoscaling/v1", "autoscaling/v2beta1", "autoscaling/v2beta2"),
    "PodDisruptionBudget": ("policy/v1", "policy/v1beta1"),
    "Ingress": ("networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"),
    "NetworkPolicy": ("networking.k8s.io/v1", "extensions/v1beta1"),
    "Role": _RBAC,
    "ClusterRole": _RBAC,
    "RoleBinding": _RBAC,
    "ClusterRoleBinding": _RBAC,
    "StorageClass": ("storage.k8s.io/v1", "storage.k8s.io/v1beta1"),
    # What charts bring.
    "Rollout": ("argoproj.io/v1alpha1",),
    "Workflow": ("argoproj.io/v1alpha1",),
    "WorkflowTemplate": ("argoproj.io/v1alpha1",),
    "ClusterWorkflowTemplate": ("argoproj.io/v1alpha1",),
    "CronWorkflow": ("argoproj.io/v1alpha1",),
    "NodePool": ("karpenter.sh/v1", "karpenter.sh/v1beta1"),
    "ClusterQueue": ("kueue.x-k8s.io/v1beta2", "kueue.x-k8s.io/v1beta1"),
    "LocalQueue": ("kueue.x-k8s.io/v1beta2", "kueue.x-k8s.io/v1beta1"),
    "Queue": ("scheduling.volcano.sh/v1beta1",),
    "ScaledJob": ("keda.sh/v1alpha1",),
    "ScaledObject": ("keda.sh/v1alpha1",),
    "PyTorchJob": ("kubeflow.org/v1",),
    "TFJob": ("kubeflow.org/v1",),
    "XGBoostJob": ("kubeflow.org/v1",),
    "PaddleJob": ("kubeflow.org/v1",),
    "JAXJob": ("kubeflow.org/v1",),
    "MPIJob": ("kubeflow.org/v1", "kubeflow.org/v2beta1"),
    "Notebook": ("kubeflow.org/v1", "kubeflow.org/v1beta1"),
    "TrainJob": ("trainer.kubeflow.org/v1alpha1",),
    "TrainingRuntime": ("trainer.kubeflow.org/v1alpha1",),
    "ClusterTrainingRuntime": ("trainer.kubeflow.org/v1alpha1",),
    "JobSet": ("jobset.x-k8s.io/v1alpha2",),
    "LeaderWorkerSet": ("leaderworkerset.x-k8s.io/v1",),
    "RayCluster": ("ray.io/v1", "ray.io/v1alpha1"),
    "RayJob": ("ray.io/v1", "ray.io/v1alpha1"),
    "RayService": ("ray.io/v1", "ray.io/v1alpha1"),
    "InferenceService": ("serving.kserve.io/v1beta1",),
    "LLMInferenceService": ("serving.kserve.io/v1alpha1", "serving.kserve.io/v1alpha2"),
    "ServingRuntime": ("serving.kserve.io/v1alpha1",),
    "ClusterServingRuntime": ("serving.kserve.io/v1alpha1",),
}
"""The groups and versions that serve, or served, a kind."""
KINDS: Final = frozenset(_GROUPS)


def types(*kinds: str, patches: bool = True) -> tuple[str, ...]:
    """Every type token that has objects of these kinds, lists of them too.

    Args:
        patches: whether those are meant that change what somebody else declares.
    """
    endings = ("", "List", "Patch") if patches else ("", "List")
    tokens = (f"kubernetes:{group}:{kind}" for kind in kinds for group in _GROUPS[kind])
    return (*(token + ending for token in tokens for ending in endings), "kubernetes:core/v1:List")


@dataclass(frozen=True, slots=True)
class KubernetesObject:
    """An object inside a resource.

    Attributes:
        owner: the resource that declares it.
        kind: such as `Deployment`; empty if it cannot be known.
        root: the whole object.
    """

    owner: Resource
    kind: str
    root: Node

    def __getitem__(self, name: str) -> Node:
        return self.root[name]

    def is_partial(self) -> bool:
        """Whether it says only what differs from what is there, so that absence means nothing."""
        return self.owner.type.endswith("Patch")

    def require(self, holds: Truth, at: Node, detail: str = "") -> Findings:
        """As `Resource.require`; a patch need not say what it leaves as it is."""
        return [] if self.is_partial() and at.value is None else self.owner.require(holds, at, detail)

    @property
    def namespace(self) -> Node:
        """The name of the namespace that it is in."""
        return self.root.at("metadata", "namespace")

    def is_named_by(self, node: Node) -> Truth:
        """Whether a value is this object's name."""
        own = self.root.at("metadata", "name")
        if isinstance(node.value, str) and own.value is not UNKNOWN:
            # The id of what is in a namespace has that before the name.
            names = {one.rpartition("/")[2] for one in self.owner.identifiers()}
            return truth(node.value == own.value or node.value in names)
        if self.owner.urn in node.sources:
            return Truth.TRUE
        return Truth.UNKNOWN if UNKNOWN in (node.value, own.value) else Truth.FALSE


def objects(resource: Resource, *kinds: str) -> Iterator[KubernetesObject]:
    """The objects of these kinds that a resource declares; one of an unknown kind is all unknown."""
    kind = resource.type.rpartition(":")[2]
    if kind.removesuffix("Patch") in kinds:
        yield KubernetesObject(resource, kind.removesuffix("Patch"), resource.root)
    elif kind == "List" or kind.removesuffix("List") in kinds:
        for item in resource["items"].each():
            named = kind.removesuffix("List") or item["kind"].value
            if named in kinds:
                yield KubernetesObject(resource, named, item)
            elif not isinstance(named, str):
                yield KubernetesObject(resource, "", Node(UNKNOWN, item.path, item.sources, item.secret))


def objects_of(stack: Stack, *kinds: str) -> Iterator[KubernetesObject]:
    """The objects of these kinds that a stack declares."""
    for resource in stack.of(*types(*kinds, patches=False)):
        yield from objects(resource, *kinds)


def branches(node: Node, *steps: str) -> Iterator[Node]:
    """What lies below a value: `[]` is each element of a list, `{}` each value of an object, all else a property."""
    if not steps:
        yield node
        return
    for one in _below(node, steps[0]):
        yield from branches(one, *steps[1:])


def _below(node: Node, step: str) -> Iterator[Node]:
    if step == "[]":
        yield from node.each()
    elif step != "{}":
        yield node[step]
    elif node.value is UNKNOWN:
        yield node
    else:
        yield from (value for _, value in node.items())


def is_absent(node: Node) -> Truth:
    """Whether there is no value, not even an empty one."""
    return ~node.is_set() if node.value is UNKNOWN else truth(node.value is None)


def same(one: Node, other: Node) -> Truth:
    """Whether two values are the same text."""
    if UNKNOWN in (one.value, other.value):
        return Truth.UNKNOWN
    return truth(isinstance(one.value, str) and one.value == other.value)


def selects(selector: Node, labels: Node) -> Truth:
    """Whether a label selector selects what bears these labels; an empty one selects everything, none nothing."""
    if selector.value is UNKNOWN or labels.value is UNKNOWN:
        return Truth.UNKNOWN
    if not isinstance(selector.value, dict):
        return Truth.FALSE
    wanted = (same(value, labels[key]) for key, value in selector["matchLabels"].items())
    known = ~truth(selector["matchLabels"].value is UNKNOWN) | Truth.UNKNOWN
    expressed = (_expresses(one, labels) for one in selector["matchExpressions"].each())
    return known & ~some(~one for one in wanted) & ~some(~one for one in expressed)


def _expresses(expression: Node, labels: Node) -> Truth:
    key, operator = expression["key"].value, expression["operator"].value
    if not isinstance(key, str) or not isinstance(operator, str):
        return Truth.UNKNOWN
    label = labels[key]
    listed = expression["values"].some(lambda value: same(value, label))
    decided = {"In": listed, "NotIn": ~listed, "Exists": ~is_absent(label), "DoesNotExist": is_absent(label)}
    return decided.get(operator, Truth.UNKNOWN)
