"""No network policy opens pods to everybody, or lets them go everywhere.

Why: an empty peer is everyone, and `0.0.0.0/0` is the internet and the metadata service too: the policy closes nothing.
Fix: name the peers; where it must be the internet, leave private ranges and `169.254.0.0/16` out by `except_`.
"""

from policies.facts.kubernetes import objects, types
from policies.facts.networks import is_world
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.HIGH, types=types("NetworkPolicy"), controls=Controls(nsa="C-0030"))
def k8s_netpol_not_open(resource: Resource) -> Findings:
    findings: Findings = []
    for policy in objects(resource, "NetworkPolicy"):
        for direction, side in (("ingress", "from"), ("egress", "to")):
            for opened in policy["spec"][direction].each():
                findings += policy.owner.require(opened[side].is_set(), opened[side])
                for peer in opened[side].each():
                    block = peer["ipBlock"]
                    findings += policy.require(~is_world(block["cidr"]) | block["except"].is_set(), block["cidr"])
    return findings
