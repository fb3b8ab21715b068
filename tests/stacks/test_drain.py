"""A destroy drains: what is watched goes while its controller lives, and what carries it goes last."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from engine import Operation
from engine.urn import parse
from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.kubernetes.provider import KubernetesProvider
from tests.stacks.conftest import Platform

CONTROLLERS = {
    "cert-manager.io": "serving-certificates-cert-manager",
    "gateway.networking.k8s.io": "serving-envoy-envoy-gateway",
    "gateway.envoyproxy.io": "serving-envoy-envoy-gateway",
    "karpenter.sh": "gpu-karpenter",
    "karpenter.k8s.aws": "gpu-karpenter",
    "kueue.x-k8s.io": "queues-kueue-kueue",
    "serving.kserve.io": "serving-kserve-kserve",
}
"""The release that acts on the objects of an API group."""
RELEASE = "kubernetes:helm.sh/v3:Release"

Call = tuple[str, str]
"""A type token and a logical name."""


class Calls:
    """The providers' deletions, each with the moments at which it began and ended."""

    def __init__(self) -> None:
        self.began: dict[Call, int] = {}
        self.ended: dict[Call, int] = {}
        self._moment = 0
        self._lock = threading.Lock()

    def recording(self, delete: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """The verb, recorded."""

        def recorded(provider: Any, request: Any) -> Any:
            parsed = parse(request.urn)
            self._note(self.began, (parsed.type, parsed.name))
            answer = delete(provider, request)
            self._note(self.ended, (parsed.type, parsed.name))
            return answer

        return recorded

    def of(self, prefix: str) -> list[Call]:
        """The deletions of types that begin so."""
        return [call for call in self.began if call[0].startswith(prefix)]

    def before(self, first: Call, second: Call) -> bool:
        """Whether one had ended when the other began."""
        return self.ended[first] < self.began[second]

    def _note(self, where: dict[Call, int], call: Call) -> None:
        with self._lock:
            self._moment += 1
            where[call] = self._moment


@pytest.fixture
def calls(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The deletions of a whole environment."""
    platform(Operation.UP, "dev")
    calls = Calls()
    for provider in (AwsProvider, KubernetesProvider):
        monkeypatch.setattr(provider, "Delete", calls.recording(provider.Delete))
    platform(Operation.DESTROY, "dev", parallel=64)
    return calls


def test_a_destroy_drains_in_order(calls: Calls) -> None:
    """Each pair: what has to be gone before what."""
    wrong = [(first, second) for first, second in pairs(calls) if not calls.before(first, second)]
    assert wrong == []


def pairs(calls: Calls) -> set[tuple[Call, Call]]:
    """What has to be gone when something else goes."""
    node_group, cluster = ("aws:eks/nodeGroup:NodeGroup", "cluster-system"), calls.of("aws:eks/cluster:")[0]
    inside = calls.of("kubernetes:")
    custom = [(call, (RELEASE, CONTROLLERS[group])) for call in inside if (group := _group(call)) in CONTROLLERS]
    assert {_group(first) for first, _ in custom} == set(CONTROLLERS)
    found = set(custom)
    # Controllers may need their definitions, their nodes and their ways out until the last.
    found.add(((RELEASE, "gpu-karpenter"), (RELEASE, "gpu-karpenter-crd")))
    found.add(((RELEASE, "serving-kserve-kserve"), (RELEASE, "serving-kserve-kserve-crd")))
    found |= {(call, node_group) for call in inside}
    found.add((node_group, cluster))
    for kind in ("aws:ec2/natGateway:", "aws:ec2/vpcEndpoint:", "aws:ec2/route:", "aws:ec2/routeTableAssociation:"):
        ways = calls.of(kind)
        assert ways
        found |= {(node_group, way) for way in ways}
    found |= _identities(calls)
    # A queue outlives who reads it, and who writes to it.
    queue = ("aws:sqs/queue:Queue", "gpu-karpenter-interruptions")
    found |= {(target, queue) for target in calls.of("aws:cloudwatch/eventTarget:")}
    found.add(((RELEASE, "gpu-karpenter"), queue))
    return found


def _identities(calls: Calls) -> set[tuple[Call, Call]]:
    """Who uses an identity goes before it, and the identity before the role and its policies."""
    users = {
        "gpu-karpenter": (RELEASE, "gpu-karpenter"),
        "tracking-mlflow-mlflow": ("kubernetes:apps/v1:Deployment", "tracking-mlflow"),
        "tracking-mlflow-mlflow-migration": ("kubernetes:batch/v1:Job", "tracking-mlflow-migration"),
        "serving-churn": ("kubernetes:serving.kserve.io/v1beta1:InferenceService", "serving-churn"),
    }
    associations = calls.of("aws:eks/podIdentityAssociation:")
    assert {name for _, name in associations} == set(users)
    found = {(users[association[1]], association) for association in associations}
    return found | {
        (association, (kind, association[1]))
        for association in associations
        for kind in ("aws:iam/role:Role", "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    }


def _group(call: Call) -> str:
    """`kueue.x-k8s.io` for `kubernetes:kueue.x-k8s.io/v1beta2:Cohort`."""
    return call[0].removeprefix("kubernetes:").partition("/")[0]
