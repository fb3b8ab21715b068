"""What an API server fills in when an object leaves it out.

The defaults of Kubernetes 1.35's API reference for the kinds that the platform uses; other kinds stay as they are sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from sandbox.providers.kubernetes.control_plane import Object

_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")


def apply(body: Object) -> None:
    """Complete an object in place."""
    filling = _FILLINGS.get(body["kind"])
    if filling is not None:
        filling(body)


def _fill(target: dict[str, Any], values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if target.get(name) is None:
            target[name] = value


def _namespace(body: Object) -> None:
    metadata = body["metadata"]
    metadata.setdefault("labels", {})["kubernetes.io/metadata.name"] = metadata["name"]
    body.setdefault("spec", {}).setdefault("finalizers", ["kubernetes"])


def _secret(body: Object) -> None:
    _fill(body, {"type": "Opaque"})


def _service(body: Object) -> None:
    spec = body.setdefault("spec", {})
    _fill(spec, {"type": "ClusterIP", "sessionAffinity": "None"})
    if spec["type"] == "ExternalName":
        return
    _fill(
        spec,
        {
            "clusterIP": _cluster_ip(body["metadata"]["uid"]),
            "internalTrafficPolicy": "Cluster",
            "ipFamilies": ["IPv4"],
            "ipFamilyPolicy": "SingleStack",
        },
    )
    spec["clusterIPs"] = [spec["clusterIP"]]
    for port in spec.get("ports") or []:
        _fill(port, {"protocol": "TCP"})
        _fill(port, {"targetPort": port.get("port")})
    if spec["type"] in ("LoadBalancer", "NodePort"):
        _fill(spec, {"externalTrafficPolicy": "Cluster"})
        for port in spec.get("ports") or []:
            _fill(port, {"nodePort": 30000 + _number(f"{body['metadata']['uid']}/{port.get('port')}", 2768)})
    if spec["type"] == "LoadBalancer":
        _fill(spec, {"allocateLoadBalancerNodePorts": True})


def _cluster_ip(uid: str) -> str:
    number = _number(uid, 2**16 - 2) + 1
    return f"172.20.{number // 256}.{number % 256}"


def _number(seed: str, below: int) -> int:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:6]) % below


def _pod(spec: dict[str, Any], restart: str = "Always") -> None:
    _fill(
        spec,
        {
            "dnsPolicy": "ClusterFirst",
            "restartPolicy": restart,
            "schedulerName": "default-scheduler",
            "securityContext": {},
            "terminationGracePeriodSeconds": 30,
        },
    )
    if spec.get("serviceAccountName"):
        _fill(spec, {"serviceAccount": spec["serviceAccountName"]})
    for container in [*(spec.get("initContainers") or []), *(spec.get("containers") or [])]:
        _container(container)


def _container(container: dict[str, Any]) -> None:
    image = str(container.get("image", ""))
    untagged = "@" not in image and ":" not in image.rpartition("/")[2]
    _fill(
        container,
        {
            "imagePullPolicy": "Always" if untagged or image.endswith(":latest") else "IfNotPresent",
            "resources": {},
            "terminationMessagePath": "/dev/termination-log",
            "terminationMessagePolicy": "File",
        },
    )
    for port in container.get("ports") or []:
        _fill(port, {"protocol": "TCP"})
    for probe in _PROBES:
        if container.get(probe):
            periods = {"failureThreshold": 3, "periodSeconds": 10, "successThreshold": 1, "timeoutSeconds": 1}
            _fill(container[probe], periods)
            if container[probe].get("httpGet"):
                _fill(container[probe]["httpGet"], {"path": "/", "scheme": "HTTP"})


def _template(spec: dict[str, Any]) -> None:
    _pod(spec.setdefault("template", {}).setdefault("spec", {}))


def _deployment(body: Object) -> None:
    spec = body.setdefault("spec", {})
    _fill(spec, {"progressDeadlineSeconds": 600, "replicas": 1, "revisionHistoryLimit": 10, "strategy": {}})
    _fill(spec["strategy"], {"type": "RollingUpdate"})
    if spec["strategy"]["type"] == "RollingUpdate":
        _fill(spec["strategy"], {"rollingUpdate": {}})
        _fill(spec["strategy"]["rollingUpdate"], {"maxSurge": "25%", "maxUnavailable": "25%"})
    _template(spec)


def _stateful_set(body: Object) -> None:
    spec = body.setdefault("spec", {})
    _fill(
        spec,
        {
            "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
            "podManagementPolicy": "OrderedReady",
            "replicas": 1,
            "revisionHistoryLimit": 10,
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
        },
    )
    _template(spec)


def _daemon_set(body: Object) -> None:
    spec = body.setdefault("spec", {})
    rolling = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}}
    _fill(spec, {"revisionHistoryLimit": 10, "updateStrategy": rolling})
    _template(spec)


def _job_spec(spec: dict[str, Any]) -> None:
    _fill(spec, {"backoffLimit": 6, "completionMode": "NonIndexed", "parallelism": 1, "suspend": False})
    if spec.get("completions") is None and spec["parallelism"] == 1:
        spec["completions"] = 1
    _template(spec)


def _job(body: Object) -> None:
    _job_spec(body.setdefault("spec", {}))


def _cron_job(body: Object) -> None:
    spec = body.setdefault("spec", {})
    history = {"failedJobsHistoryLimit": 1, "successfulJobsHistoryLimit": 3}
    _fill(spec, {"concurrencyPolicy": "Allow", "suspend": False, **history})
    _fill(spec.setdefault("jobTemplate", {}).setdefault("spec", {}), {})
    _pod(spec["jobTemplate"]["spec"].setdefault("template", {}).setdefault("spec", {}))


def _claim(body: Object) -> None:
    _fill(body.setdefault("spec", {}), {"volumeMode": "Filesystem"})


def _storage_class(body: Object) -> None:
    _fill(body, {"reclaimPolicy": "Delete", "volumeBindingMode": "Immediate"})


def _definition(body: Object) -> None:
    spec = body["spec"]
    names = spec["names"]
    _fill(names, {"singular": names["kind"].lower(), "listKind": f"{names['kind']}List"})
    _fill(spec, {"conversion": {"strategy": "None"}})


def _network_policy(body: Object) -> None:
    spec = body.setdefault("spec", {})
    _fill(spec, {"policyTypes": ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]})


def _autoscaler(body: Object) -> None:
    _fill(body.setdefault("spec", {}), {"minReplicas": 1})


def _priority_class(body: Object) -> None:
    _fill(body, {"preemptionPolicy": "PreemptLowerPriority"})


def _role_binding(body: Object) -> None:
    _fill(body["roleRef"], {"apiGroup": "rbac.authorization.k8s.io"})


_FILLINGS: Final[Mapping[str, Callable[[Object], None]]] = {
    "ClusterRoleBinding": _role_binding,
    "CronJob": _cron_job,
    "CustomResourceDefinition": _definition,
    "DaemonSet": _daemon_set,
    "Deployment": _deployment,
    "HorizontalPodAutoscaler": _autoscaler,
    "Job": _job,
    "Namespace": _namespace,
    "NetworkPolicy": _network_policy,
    "PersistentVolumeClaim": _claim,
    "Pod": lambda body: _pod(body.setdefault("spec", {})),
    "PriorityClass": _priority_class,
    "RoleBinding": _role_binding,
    "Secret": _secret,
    "Service": _service,
    "StatefulSet": _stateful_set,
    "StorageClass": _storage_class,
}
