"""No pod or container switches AppArmor off.

Why: the default profile keeps a container from mounting, and from writing below `/proc` and `/sys`.
Fix: leave `app_armor_profile` out, or set its `type` to `RuntimeDefault` or `Localhost`; likewise the annotations
`container.apparmor.security.beta.kubernetes.io/…` of older clusters.
"""

from policies.facts.pods import POD_CARRIERS, of_each_context, pods
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth

ANNOTATION = "container.apparmor.security.beta.kubernetes.io/"


@rule(
    severity=Severity.HIGH,
    types=POD_CARRIERS,
    controls=Controls(pss_baseline=("AppArmor",), nsa="C-0055"),
)
def k8s_apparmor(workload: Resource) -> Findings:
    findings = of_each_context(workload, _confines, "appArmorProfile", "type")
    for pod in pods(workload):
        annotations = pod.metadata["annotations"]
        if annotations.value is UNKNOWN:
            findings += pod.require(Truth.UNKNOWN, annotations)
        for key, profile in annotations.items():
            if key.startswith(ANNOTATION):
                findings += pod.require(~profile.is_set() | profile.matches("runtime/default|localhost/.*"), profile)
    return findings


def _confines(profile: Node) -> Truth:
    return ~profile.is_set() | profile.equals("RuntimeDefault", "Localhost")
