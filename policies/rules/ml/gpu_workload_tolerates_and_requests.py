"""A pod that asks for accelerators tolerates their taint, and none tolerates it that does not ask for them.

Why: the first waits for ever beside empty nodes; the second takes the place of a training run on a node that costs a
hundred times as much as its own.
Fix: add a toleration with the accelerator's name as its key, or take it away. What goes through a queue of Kueue may
get its toleration there, and a DaemonSet looks after the node itself.
"""

from policies.facts.accelerators import ACCELERATORS, asks_for
from policies.facts.pods import POD_CARRIERS, POD_KINDS, SPECIFICATION_KINDS, Pod, pods
from policies.facts.training import is_queued
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, every, some, truth

COMPLETE = tuple(kind for kind in POD_KINDS if kind not in (*SPECIFICATION_KINDS, "DaemonSet"))
"""Kinds whose pods ask for nothing but what they say themselves."""


@rule(severity=Severity.LOW, types=POD_CARRIERS, profiles=(Profile.ML,), controls=Controls(iso_42001="A.4.5"))
def gpu_workload_tolerates_and_requests(workload: Resource) -> Findings:
    findings: Findings = []
    for pod in pods(workload):
        findings += pod.require(every(_fits(pod, one) for one in ACCELERATORS), pod.spec["tolerations"])
    return findings


def _fits(pod: Pod, accelerator: str) -> Truth:
    tolerations = pod.spec["tolerations"]
    asks = some(asks_for(container, accelerator) for container in pod.containers())
    tolerated = tolerations.some(lambda one: _tolerates(one, accelerator)) | truth(pod.kind == "DaemonSet")
    needless = tolerations.some(lambda one: one["key"].equals(accelerator)) & truth(pod.kind in (*COMPLETE, ""))
    return (~asks | tolerated | is_queued(pod.declared)) & (~needless | asks)


def _tolerates(toleration: Node, accelerator: str) -> Truth:
    key = toleration["key"]
    return key.equals(accelerator) | (key.equals(None, "") & toleration["operator"].equals("Exists"))
