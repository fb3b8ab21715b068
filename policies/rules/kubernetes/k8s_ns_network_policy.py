"""Every namespace has a network policy that closes all its pods, in both directions.

Why: pods that no policy selects talk to everything in the cluster: a break-in spreads, and data leaves.
Fix: add a `NetworkPolicy` with an empty `pod_selector` and the policy types `Ingress` and `Egress`, and open what is
needed by others.
"""

from functools import partial

from policies.facts.kubernetes import KubernetesObject, is_absent, objects, types
from policies.facts.namespaces import SYSTEM, inside
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.HIGH,
    types=types("Namespace", patches=False),
    controls=Controls(nsa="C-0030 C-0054", cis_eks="4.3.2"),
)
def k8s_ns_network_policy(resource: Resource) -> Findings:
    findings: Findings = []
    for one in objects(resource, "Namespace"):
        policies = inside(one, "NetworkPolicy")
        exempt = one.root.at("metadata", "name").equals(*SYSTEM)
        for direction in ("Ingress", "Egress"):
            holds = policies.some(partial(_closes, direction))
            findings += one.require(holds | exempt, one["metadata"], detail=f"nothing closes it for {direction}")
    return findings


def _closes(direction: str, policy: KubernetesObject) -> Truth:
    spec = policy["spec"]
    selector, stated = spec["podSelector"], spec["policyTypes"]
    everything = ~selector["matchLabels"].is_set() & ~selector["matchExpressions"].is_set()
    # A policy that names no type is about what comes in, and about what goes out only if it says something of that.
    implied = Truth.TRUE if direction == "Ingress" else spec["egress"].is_set()
    return everything & (stated.contains(direction) & ~is_absent(stated) | is_absent(stated) & implied)
