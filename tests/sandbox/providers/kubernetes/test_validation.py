"""What an API server refuses, each with its field path; what is unknown passes."""

# ruff: noqa: E501 - a message stands in one line, beside its mistake

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.values import UNKNOWN
from sandbox.providers.kubernetes.kinds import BUILT_IN
from sandbox.providers.kubernetes.validation import names, validate

LABELS = {"app": "server"}
POD = {
    "containers": [
        {
            "name": "c",
            "image": "example/server:1",
            "ports": [{"name": "http", "containerPort": 8080}],
            "env": [{"name": "A", "value": "1"}],
            "volumeMounts": [{"name": "scratch", "mountPath": "/scratch"}],
            "readinessProbe": {"httpGet": {"port": "http"}},
            "resources": {"limits": {"memory": "1Gi", "nvidia.com/gpu": 1}, "requests": {"memory": "512Mi"}},
        },
        {"name": "d", "image": "example/sidecar:1"},
    ],
    "volumes": [{"name": "scratch", "emptyDir": {}}],
    "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
}
GOOD: dict[tuple[str, str], dict[str, Any]] = {
    ("apps/v1", "Deployment"): {
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": LABELS},
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
            "template": {"metadata": {"labels": LABELS}, "spec": POD},
        }
    },
    ("apps/v1", "StatefulSet"): {
        "spec": {
            "selector": {"matchLabels": LABELS},
            "template": {"metadata": {"labels": LABELS}, "spec": {**POD, "volumes": []}},
            "volumeClaimTemplates": [{"metadata": {"name": "scratch"}}],
        }
    },
    ("batch/v1", "Job"): {"spec": {"template": {"spec": {**POD, "restartPolicy": "Never"}}}},
    ("batch/v1", "CronJob"): {
        "spec": {
            "schedule": "0 3 * * *",
            "jobTemplate": {"spec": {"template": {"spec": {**POD, "restartPolicy": "Never"}}}},
        }
    },
    ("v1", "Pod"): {"spec": POD},
    ("v1", "Namespace"): {},
    ("v1", "ConfigMap"): {"data": {"a.b_c-d": "1"}, "binaryData": {"e": "aGk="}},
    ("v1", "Secret"): {"data": {"a": "aGk="}},
    ("v1", "Service"): {"spec": {"selector": LABELS, "ports": [{"name": "a", "port": 80}, {"name": "b", "port": 81}]}},
    ("v1", "ResourceQuota"): {"spec": {"hard": {"cpu": "500m", "requests.nvidia.com/gpu": 8}}},
    ("v1", "LimitRange"): {"spec": {"limits": [{"type": "Container", "default": {"cpu": "1"}}]}},
    ("v1", "PersistentVolumeClaim"): {
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    },
    ("networking.k8s.io/v1", "Ingress"): {
        "spec": {"rules": [{"host": "*.example.com", "http": {"paths": [{"path": "/", "pathType": "Prefix"}]}}]}
    },
    ("networking.k8s.io/v1", "NetworkPolicy"): {
        "spec": {
            "podSelector": {"matchExpressions": [{"key": "app", "operator": "In", "values": ["a"]}]},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [{"from": [{"podSelector": {}}], "ports": [{"port": "http"}]}],
            "egress": [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}]}],
        }
    },
    ("autoscaling/v2", "HorizontalPodAutoscaler"): {
        "spec": {
            "minReplicas": 1,
            "maxReplicas": 3,
            "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"averageValue": "500m"}}}],
        }
    },
    ("policy/v1", "PodDisruptionBudget"): {"spec": {"minAvailable": 1, "selector": {"matchLabels": LABELS}}},
    ("rbac.authorization.k8s.io/v1", "Role"): {
        "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
    },
    ("rbac.authorization.k8s.io/v1", "ClusterRole"): {"rules": [{"nonResourceURLs": ["/metrics"], "verbs": ["get"]}]},
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): {
        "roleRef": {"kind": "ClusterRole", "name": "view"},
        "subjects": [{"kind": "ServiceAccount", "name": "a", "namespace": "ml"}],
    },
    ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"): {"roleRef": {"kind": "ClusterRole", "name": "view"}},
    ("scheduling.k8s.io/v1", "PriorityClass"): {"value": 1000},
    ("storage.k8s.io/v1", "StorageClass"): {"provisioner": "ebs.csi.aws.com", "reclaimPolicy": "Delete"},
}
APIS = {kind: api_version for api_version, kind in GOOD}
CONTAINER = "spec.template.spec.containers[0]"
IN_CONTAINER = ("spec", "template", "spec", "containers", 0)


def body(kind: str) -> dict[str, Any]:
    complete = {"apiVersion": APIS[kind], "kind": kind, "metadata": {"name": "one"}, **GOOD[APIS[kind], kind]}
    return copy.deepcopy(complete)


def problems(kind: str, changed: dict[str, Any]) -> list[str]:
    return [str(problem) for problem in validate(BUILT_IN[APIS[kind], kind], changed)]


def set_at(node: Any, path: tuple[str | int, ...], value: Any) -> None:
    """Set, add, or remove (`...`) what is at a path."""
    *way, last = path
    for step in way:
        node = node[step] if isinstance(step, int) else node.setdefault(step, {})
    if value is ...:
        del node[last]
    else:
        node[last] = value


@pytest.mark.parametrize("kind", sorted(APIS))
def test_a_good_object_has_no_problems(kind: str) -> None:
    assert problems(kind, body(kind)) == []


@pytest.mark.parametrize("kind", sorted(APIS))
def test_unknown_values_pass_wherever_they_stand(kind: str) -> None:
    good = body(kind)
    for path in [path for path in paths(good) if path not in (("kind",), ("apiVersion",))]:
        changed = copy.deepcopy(good)
        set_at(changed, path, UNKNOWN)
        assert problems(kind, changed) == [], path


def paths(node: Any, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path into a value."""
    found = [way] if way else []
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, child in steps:
        found += paths(child, (*way, step))
    return found


BAD: list[tuple[str, tuple[str | int, ...], Any, str]] = [
    ("ConfigMap", ("metadata", "name"), "a_b", "metadata.name: must be a DNS name (at most 253 of a-z, 0-9, '-' and '.', a letter or digit first and last of each part), got 'a_b'"),
    ("Namespace", ("metadata", "name"), "a.b", "metadata.name: must be a DNS label (at most 63 of a-z, 0-9 and '-', a letter or digit first and last), got 'a.b'"),
    ("Service", ("metadata", "name"), "1a", "metadata.name: must be a DNS label that starts with a letter (at most 63 of a-z, 0-9 and '-'), got '1a'"),
    ("Role", ("metadata", "name"), "a/b", "metadata.name: must hold no '/' and no '%', got 'a/b'"),
    ("CronJob", ("metadata", "name"), "a" * 53, "metadata.name: must be at most 52 characters for a CronJob, got 53"),
    ("ConfigMap", ("metadata", "namespace"), "A", "metadata.namespace: must be a DNS label (at most 63 of a-z, 0-9 and '-', a letter or digit first and last), got 'A'"),
    ("ClusterRole", ("metadata", "namespace"), "ml", "metadata.namespace: not allowed: a ClusterRole belongs to the whole cluster"),
    ("ConfigMap", ("metadata", "labels"), {"a b": "1"}, "metadata.labels.a b: the name part of a key must be at most 63 letters, digits, '-', '_' and '.', a letter or digit first and last, got 'a b'"),
    ("ConfigMap", ("metadata", "labels"), {"a": "x y"}, "metadata.labels.a: a label's value must be at most 63 letters, digits, '-', '_' and '.', a letter or digit first and last, got 'x y'"),
    ("ConfigMap", ("metadata", "annotations"), {"a": "x" * 262144}, "metadata.annotations: must be at most 262144 bytes in all, got 262145"),
    ("ConfigMap", ("data", "a/b"), "1", "data['a/b']: a key must be at most 253 letters, digits, '-', '_' and '.'"),
    ("ConfigMap", ("data", "big"), "x" * 1048576, "data: must be at most 1048576 bytes in all, got 1048581"),
    ("Secret", ("data", "a"), "not base64!", "data.a: must be base64"),
    ("Deployment", ("spec", "replicas"), -1, "spec.replicas: must be at least 0, got -1"),
    ("Deployment", ("spec", "selector"), {"matchLabels": {"app": "other"}}, "spec.template.metadata.labels: must hold every label of spec.selector.matchLabels"),
    ("Deployment", ("spec", "selector"), {}, "spec.selector: must not be empty"),
    ("Deployment", ("spec", "strategy", "rollingUpdate", "maxSurge"), 0, "spec.strategy.rollingUpdate.maxUnavailable: must not be 0 when maxSurge is 0"),
    ("Deployment", ("spec", "strategy", "type"), "Recreate", "spec.strategy.rollingUpdate: not allowed with Recreate"),
    ("Deployment", ("spec", "template", "spec", "restartPolicy"), "Never", "spec.template.spec.restartPolicy: must be one of Always, got 'Never'"),
    ("Deployment", ("spec", "template", "spec", "containers"), [], "spec.template.spec.containers: at least one container is required"),
    ("Deployment", ("spec", "template", "spec", "containers", 1, "name"), "c", "spec.template.spec.containers[1].name: 'c' is used twice"),
    ("Deployment", ("spec", "template", "spec", "volumes", 0, "emptyDir"), ..., "spec.template.spec.volumes[0]: exactly one kind of source is required, such as emptyDir or configMap"),
    ("Deployment", (*IN_CONTAINER, "image"), ..., f"{CONTAINER}.image: is required"),
    ("Deployment", (*IN_CONTAINER, "imagePullPolicy"), "Sometimes", f"{CONTAINER}.imagePullPolicy: must be one of Always, IfNotPresent, Never, got 'Sometimes'"),
    ("Deployment", (*IN_CONTAINER, "ports", 0, "containerPort"), 70000, f"{CONTAINER}.ports[0].containerPort: must be a port from 1 to 65535, got 70000"),
    ("Deployment", (*IN_CONTAINER, "volumeMounts", 0, "name"), "data", f"{CONTAINER}.volumeMounts[0].name: no volume is called 'data'; volumes: scratch"),
    ("Deployment", (*IN_CONTAINER, "readinessProbe", "httpGet", "port"), "grpc", f"{CONTAINER}.readinessProbe.httpGet.port: no port of this container is called 'grpc'"),
    ("Deployment", (*IN_CONTAINER, "readinessProbe", "exec"), {"command": ["x"]}, f"{CONTAINER}.readinessProbe: exactly one of exec, grpc, httpGet, tcpSocket is required"),
    ("Deployment", (*IN_CONTAINER, "env", 0, "valueFrom"), {"fieldRef": {}}, f"{CONTAINER}.env[0].valueFrom: not allowed beside a value"),
    ("Deployment", (*IN_CONTAINER, "resources", "limits", "memory"), "1 GB", f"{CONTAINER}.resources.limits.memory: must be a quantity such as 2, '500m' or '1Gi', got '1 GB'"),
    ("Deployment", (*IN_CONTAINER, "resources", "requests", "memory"), "2Gi", f"{CONTAINER}.resources.requests.memory: must be at most the limit '1Gi', got '2Gi'"),
    ("Deployment", (*IN_CONTAINER, "resources", "limits", "nvidia.com/gpu"), "500m", f"{CONTAINER}.resources.limits['nvidia.com/gpu']: must be a whole number: nvidia.com/gpu cannot be divided, got '500m'"),
    ("Deployment", (*IN_CONTAINER, "resources", "requests", "amd.com/gpu"), 1, f"{CONTAINER}.resources.requests['amd.com/gpu']: needs the same limit: amd.com/gpu cannot be overcommitted"),
    ("Deployment", ("spec", "template", "spec", "tolerations", 0, "value"), "x", "spec.template.spec.tolerations[0].value: not allowed with Exists"),
    ("StatefulSet", ("spec", "volumeClaimTemplates"), [], "spec.template.spec.containers[0].volumeMounts[0].name: no volume is called 'scratch'; volumes: none"),
    ("Job", ("spec", "template", "spec", "restartPolicy"), ..., "spec.template.spec.restartPolicy: is required: OnFailure or Never"),
    ("Job", ("spec", "backoffLimit"), -1, "spec.backoffLimit: must be at least 0, got -1"),
    ("CronJob", ("spec", "schedule"), "daily", "spec.schedule: must be five cron fields or @hourly, @daily, …, got 'daily'"),
    ("Service", ("spec", "ports", 1, "name"), ..., "spec.ports[1].name: is required when a Service has several ports"),
    ("Service", ("spec", "ports", 1, "port"), 80, "spec.ports[1].port: '80/TCP' is used twice"),
    ("Service", ("spec", "ports", 0, "targetPort"), "a--b", "spec.ports[0].targetPort: must be at most 15 of a-z, 0-9 and single '-', with at least one letter, got 'a--b'"),
    ("Service", ("spec", "ports"), [], "spec.ports: at least one port is required unless the Service is headless"),
    ("Service", ("spec", "type"), "Loadbalancer", "spec.type: must be one of ClusterIP, NodePort, LoadBalancer, ExternalName, got 'Loadbalancer'"),
    ("ResourceQuota", ("spec", "hard", "cpu"), -1, "spec.hard.cpu: must not be negative, got -1"),
    ("LimitRange", ("spec", "limits", 0, "default", "cpu"), "a", "spec.limits[0].default.cpu: must be a quantity such as 2, '500m' or '1Gi', got 'a'"),
    ("PersistentVolumeClaim", ("spec", "accessModes", 0), "RWO", "spec.accessModes[0]: must be one of ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod, got 'RWO'"),
    ("PersistentVolumeClaim", ("spec", "resources"), {}, "spec.resources.requests.storage: is required"),
    ("Ingress", ("spec", "rules", 0, "http", "paths", 0, "path"), "a", "spec.rules[0].http.paths[0].path: must start with '/', got 'a'"),
    ("NetworkPolicy", ("spec", "egress", 0, "to", 0, "ipBlock", "cidr"), "10.0.0.1", "spec.egress[0].to[0].ipBlock.cidr: must be an address range such as 10.0.0.0/8, got '10.0.0.1'"),
    ("NetworkPolicy", ("spec", "ingress", 0, "from", 0), {}, "spec.ingress[0].from[0]: must name a podSelector, a namespaceSelector or an ipBlock"),
    ("NetworkPolicy", ("spec", "podSelector", "matchExpressions", 0, "values"), ..., "spec.podSelector.matchExpressions[0].values: is required with In"),
    ("HorizontalPodAutoscaler", ("spec", "minReplicas"), 5, "spec.maxReplicas: must be at least minReplicas 5, got 3"),
    ("HorizontalPodAutoscaler", ("spec", "metrics", 0, "resource"), ..., "spec.metrics[0].resource: is required for the type Resource"),
    ("PodDisruptionBudget", ("spec", "maxUnavailable"), 1, "spec.maxUnavailable: not allowed beside minAvailable"),
    ("Role", ("rules", 0, "verbs"), [], "rules[0].verbs: at least one verb is required"),
    ("Role", ("rules", 0, "nonResourceURLs"), ["/"], "rules[0].nonResourceURLs: not allowed: a Role belongs to a namespace"),
    ("RoleBinding", ("subjects", 0, "namespace"), ..., "subjects[0].namespace: is required for a ServiceAccount"),
    ("ClusterRoleBinding", ("roleRef", "kind"), "Role", "roleRef.kind: must be one of ClusterRole, got 'Role'"),
    ("PriorityClass", ("value",), 2000000000, "value: must be at most 1000000000, got 2000000000"),
    ("PriorityClass", ("metadata", "name"), "system-x", "metadata.name: must not start with 'system-': those are Kubernetes' own"),
    ("StorageClass", ("reclaimPolicy",), "Keep", "reclaimPolicy: must be one of Delete, Retain, got 'Keep'"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "path", "value", "message"), BAD, ids=[message[:60] for *_, message in BAD])
def test_a_mistake_gives_its_one_message(kind: str, path: tuple[str | int, ...], value: Any, message: str) -> None:
    changed = body(kind)
    set_at(changed, path, value)
    assert problems(kind, changed) == [message]


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["", "m", "k", "Mi", "Gi", "e3"]))
def test_every_whole_number_with_a_suffix_is_a_quantity(number: int, suffix: str) -> None:
    scale = {"": 1, "k": 1000, "Mi": 2**20, "Gi": 2**30, "e3": 1000}
    parsed = names.parse_quantity(f"{number}{suffix}")
    assert parsed is not None
    assert parsed * 1000 == number if suffix == "m" else parsed == number * scale[suffix]


@given(st.text(max_size=70))
def test_a_label_value_that_passes_has_only_the_allowed_characters(value: str) -> None:
    if not list(names.label_value(value, "x")):
        assert len(value) <= 63
        assert all(character.isascii() and (character.isalnum() or character in "-_.") for character in value)
