"""The status that controllers would report once an object is ready. Nothing runs here: everything is ready at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sandbox.providers.kubernetes.control_plane import Object

LOAD_BALANCER_DOMAIN: Final = "elb.sandbox.invalid"
"""Load balancers get names that resolve nowhere."""


def report(body: Object, now: str) -> None:
    """Set an object's status in place.

    Args:
        body: a complete object.
        now: the time, RFC 3339.
    """
    reporter = _REPORTERS.get(body["kind"])
    if reporter is not None:
        body["status"] = reporter(body, now)


def _condition(kind: str, now: str, reason: str, message: str) -> dict[str, Any]:
    return {
        "lastTransitionTime": now,
        "lastUpdateTime": now,
        "message": message,
        "reason": reason,
        "status": "True",
        "type": kind,
    }


def _deployment(body: Object, now: str) -> dict[str, Any]:
    replicas = body["spec"]["replicas"]
    name = body["metadata"]["name"]
    body["metadata"].setdefault("annotations", {}).setdefault("deployment.kubernetes.io/revision", "1")
    return {
        "availableReplicas": replicas,
        "conditions": [
            _condition("Available", now, "MinimumReplicasAvailable", "Deployment has minimum availability."),
            _condition("Progressing", now, "NewReplicaSetAvailable", f'ReplicaSet of "{name}" has progressed.'),
        ],
        "observedGeneration": body["metadata"]["generation"],
        "readyReplicas": replicas,
        "replicas": replicas,
        "updatedReplicas": replicas,
    }


def _stateful_set(body: Object, _: str) -> dict[str, Any]:
    replicas = body["spec"]["replicas"]
    counted = ("availableReplicas", "currentReplicas", "readyReplicas", "replicas", "updatedReplicas")
    return {"observedGeneration": body["metadata"]["generation"], **dict.fromkeys(counted, replicas)}


def _daemon_set(body: Object, _: str) -> dict[str, Any]:
    # The sandbox's clusters have no nodes, so a DaemonSet is complete without a pod.
    counted = ("currentNumberScheduled", "desiredNumberScheduled", "numberMisscheduled", "numberReady")
    return {"observedGeneration": body["metadata"]["generation"], **dict.fromkeys(counted, 0)}


def _job(body: Object, now: str) -> dict[str, Any]:
    if body["spec"].get("suspend"):
        return {"conditions": [_condition("Suspended", now, "JobSuspended", "Job suspended")]}
    return {
        "completionTime": now,
        "conditions": [_condition("Complete", now, "CompletionsReached", "Reached expected number of succeeded pods")],
        "startTime": now,
        "succeeded": body["spec"].get("completions") or 1,
    }


def _pod(_: Object, now: str) -> dict[str, Any]:
    return {"conditions": [_condition("Ready", now, "PodReady", "Pod is ready.")], "phase": "Running"}


def _service(body: Object, _: str) -> dict[str, Any]:
    if body["spec"]["type"] != "LoadBalancer":
        return {"loadBalancer": {}}
    return {"loadBalancer": {"ingress": [{"hostname": _host(body)}]}}


def _ingress(body: Object, _: str) -> dict[str, Any]:
    return {"loadBalancer": {"ingress": [{"hostname": _host(body)}]}}


def _host(body: Object) -> str:
    metadata = body["metadata"]
    return f"{metadata['name'][:30]}-{metadata['uid'][:8]}.{LOAD_BALANCER_DOMAIN}"


def _namespace(_: Object, __: str) -> dict[str, Any]:
    return {"phase": "Active"}


def _claim(body: Object, _: str) -> dict[str, Any]:
    spec = body["spec"]
    spec.setdefault("volumeName", f"pvc-{body['metadata']['uid']}")
    capacity = (spec.get("resources") or {}).get("requests") or {}
    return {"accessModes": spec.get("accessModes"), "capacity": dict(capacity), "phase": "Bound"}


def _autoscaler(body: Object, _: str) -> dict[str, Any]:
    minimum = body["spec"]["minReplicas"]
    return {"currentReplicas": minimum, "desiredReplicas": minimum}


def _disruption_budget(body: Object, _: str) -> dict[str, Any]:
    counted = ("currentHealthy", "desiredHealthy", "disruptionsAllowed", "expectedPods")
    return {"observedGeneration": body["metadata"]["generation"], **dict.fromkeys(counted, 0)}


def _quota(body: Object, _: str) -> dict[str, Any]:
    hard = (body.get("spec") or {}).get("hard") or {}
    return {"hard": dict(hard), "used": dict.fromkeys(hard, "0")}


def _definition(body: Object, now: str) -> dict[str, Any]:
    spec = body["spec"]
    return {
        "acceptedNames": dict(spec["names"]),
        "conditions": [
            _condition("NamesAccepted", now, "NoConflicts", "no conflicts found"),
            _condition("Established", now, "InitialNamesAccepted", "the initial names have been accepted"),
        ],
        "storedVersions": [version["name"] for version in spec["versions"] if version.get("storage")],
    }


_REPORTERS: Final[Mapping[str, Callable[[Object, str], dict[str, Any]]]] = {
    "CustomResourceDefinition": _definition,
    "DaemonSet": _daemon_set,
    "Deployment": _deployment,
    "HorizontalPodAutoscaler": _autoscaler,
    "Ingress": _ingress,
    "Job": _job,
    "Namespace": _namespace,
    "PersistentVolumeClaim": _claim,
    "Pod": _pod,
    "PodDisruptionBudget": _disruption_budget,
    "ResourceQuota": _quota,
    "Service": _service,
    "StatefulSet": _stateful_set,
}
