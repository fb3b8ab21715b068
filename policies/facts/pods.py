"""Pods, wherever they are declared: as such, in the template of a workload, in a list, in a patch of any of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from policies.facts.kubernetes import KubernetesObject, branches, objects, types
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.truth import Truth

_JOB_SET: Final = "replicatedJobs.[].template.spec.template"
_RAY: Final = ("headGroupSpec.template", "workerGroupSpecs.[].template")
_TEMPLATES: Final[dict[str, tuple[str, ...]]] = {
    "Pod": ("",),
    "PodTemplate": ("template",),
    "CronJob": ("spec.jobTemplate.spec.template",),
    **dict.fromkeys(
        ("ReplicationController", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Rollout", "Notebook"),
        ("spec.template",),
    ),
    "PyTorchJob": ("spec.pytorchReplicaSpecs.{}.template",),
    "TFJob": ("spec.tfReplicaSpecs.{}.template",),
    "XGBoostJob": ("spec.xgbReplicaSpecs.{}.template",),
    "PaddleJob": ("spec.paddleReplicaSpecs.{}.template",),
    "JAXJob": ("spec.jaxReplicaSpecs.{}.template",),
    "MPIJob": ("spec.mpiReplicaSpecs.{}.template",),
    "ScaledJob": ("spec.jobTargetRef.template",),
    "JobSet": (f"spec.{_JOB_SET}",),
    "TrainJob": ("spec.podTemplateOverrides.[]",),
    **dict.fromkeys(("TrainingRuntime", "ClusterTrainingRuntime"), (f"spec.template.spec.{_JOB_SET}",)),
    "LeaderWorkerSet": ("spec.leaderWorkerTemplate.leaderTemplate", "spec.leaderWorkerTemplate.workerTemplate"),
    "RayCluster": tuple(f"spec.{place}" for place in _RAY),
    "RayJob": (*(f"spec.rayClusterSpec.{place}" for place in _RAY), "spec.submitterPodTemplate"),
    "RayService": tuple(f"spec.rayClusterConfig.{place}" for place in _RAY),
}
"""Where a kind keeps the templates of its pods; the steps are those of `branches`."""
_SPECS: Final[dict[str, tuple[str, ...]]] = {
    "InferenceService": ("spec.predictor", "spec.predictor.workerSpec", "spec.transformer", "spec.explainer"),
    "LLMInferenceService": (
        *("spec.template", "spec.worker", "spec.prefill.template", "spec.prefill.worker"),
        "spec.router.scheduler.template",
    ),
    "TrainJob": ("spec",),
    **dict.fromkeys(("Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"), ("spec", "spec.templates.[]")),
    "CronWorkflow": ("spec.workflowSpec", "spec.workflowSpec.templates.[]"),
    "ServingRuntime": ("spec",),
    "ClusterServingRuntime": ("spec",),
}
"""Where other kinds keep what is much like a pod's specification; labels and annotations lie in it, too."""
_SINGLE: Final = (
    *("model", "sklearn", "xgboost", "tensorflow", "pytorch", "triton", "onnx", "huggingface"),
    *("pmml", "lightgbm", "paddle"),
    *("trainer", "container", "script"),
)
"""Where such a specification keeps a container that is not one of a list."""
_FILLED_IN: Final = (
    *("TrainJob", "ServingRuntime", "ClusterServingRuntime"),
    *("Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow"),
)
"""Kinds whose pods get the rest from another object, so that absence means nothing."""

CONTAINERS: Final = ("containers", "initContainers", "ephemeralContainers")
SPECIFICATION_KINDS: Final = tuple(_SPECS)
"""Kinds that keep no template of a pod, but what is much like its specification."""
POD_KINDS: Final = tuple(dict.fromkeys((*_TEMPLATES, *_SPECS)))
POD_CARRIERS: Final = types(*POD_KINDS)
"""Every type that declares pods."""


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod inside an object.

    Attributes:
        declared: the object that declares it.
        metadata, spec: its own, not that object's.
    """

    declared: KubernetesObject
    metadata: Node
    spec: Node

    @property
    def kind(self) -> str:
        """Of what declares it, such as `Deployment`; empty if it cannot be known."""
        return self.declared.kind

    def containers(self, *kinds: str) -> Iterator[Node]:
        """Its containers of these kinds; all kinds if none is named."""
        for kind in kinds or CONTAINERS:
            yield from self.spec[kind].each()
        if "containers" in (kinds or CONTAINERS) and self.kind in _SPECS and self.spec.value is not UNKNOWN:
            yield from (self.spec[one] for one in _SINGLE if self.spec[one].value is not None)
            yield from self.spec["sidecars"].each()

    def runs_windows(self) -> Truth:
        """Whether it says that it is for nodes of Windows, where much of Linux's isolation does not exist."""
        return self.spec.at("os", "name").equals("windows")

    def has_own_users(self) -> Truth:
        """Whether it is in a user namespace: whoever is root inside is nobody on the node."""
        return self.spec["hostUsers"].is_false()

    def require(self, holds: Truth, at: Node, detail: str = "") -> Findings:
        """As `KubernetesObject.require`."""
        filled_in = self.kind in _FILLED_IN and at.value is None
        return [] if filled_in else self.declared.require(holds, at, detail)


def pods(resource: Resource) -> Iterator[Pod]:
    """The pods that a resource declares."""
    for declared in objects(resource, *POD_KINDS):
        yield from pods_of(declared)


def pods_of(declared: KubernetesObject) -> Iterator[Pod]:
    """The pods that an object declares."""
    for template in _at(declared.root, _TEMPLATES.get(declared.kind, ())):
        yield Pod(declared, template["metadata"], template["spec"])
    for spec in _at(declared.root, _SPECS.get(declared.kind, ())):
        yield Pod(declared, spec, spec)
    if not declared.kind:
        yield Pod(declared, declared["metadata"], declared["spec"])


def of_each_container(
    workload: Resource,
    holds: Callable[[Node], Truth],
    *at: str,
    kinds: tuple[str, ...] = CONTAINERS,
    inherited: bool = False,
    unless: Callable[[Pod], Truth] = lambda _: Truth.FALSE,
) -> Findings:
    """What is wrong with the containers of a workload: something must hold of a property of each.

    Args:
        holds: judges the property.
        at: where it lies in a container; the steps are those of `branches`.
        kinds: the kinds of containers that are meant.
        inherited: whether a container that does not say has what its pod says at the same place.
        unless: the pods that are exempt.
    """
    findings: Findings = []
    for pod in pods(workload):
        for node in (node for container in pod.containers(*kinds) for node in branches(container, *at)):
            decides = pod.spec.at(*at) if inherited and node.value is None else node
            findings += pod.require(holds(decides) | unless(pod), node)
    return findings


def of_each_pod(
    workload: Resource,
    holds: Callable[[Node], Truth],
    *at: str,
    unless: Callable[[Pod], Truth] = lambda _: Truth.FALSE,
) -> Findings:
    """The same of a property of each pod's `spec`."""
    found = ((pod, node) for pod in pods(workload) for node in branches(pod.spec, *at))
    return [finding for pod, node in found for finding in pod.require(holds(node) | unless(pod), node)]


def of_each_context(
    workload: Resource,
    holds: Callable[[Node], Truth],
    *at: str,
    unless: Callable[[Pod], Truth] = lambda _: Truth.FALSE,
) -> Findings:
    """The same of a property of each security context: the pod's, and each container's."""
    places = ("securityContext", *at)
    return [
        *of_each_pod(workload, holds, *places, unless=unless),
        *of_each_container(workload, holds, *places, unless=unless),
    ]


def _at(root: Node, places: tuple[str, ...]) -> Iterator[Node]:
    for place in places:
        steps = place.split(".") if place else ()
        yield from (found for found in branches(root, *steps) if found.value is not None)
