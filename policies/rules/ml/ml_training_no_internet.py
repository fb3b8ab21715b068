"""Training reaches the internet by HTTPS at most, and on SageMaker not at all.

Why: a training script runs what its authors and a hundred packages wrote, beside the data of every customer: any open
port is a way out for it.
Fix: in a namespace with training, let a NetworkPolicy's `egress` name its peers, and give what may reach any address
(AWS's own services, for one) the port 443 alone; set `enable_network_isolation` or `vpc_config` of a `TrainingJob`.
"""

from policies.facts.kubernetes import KubernetesObject, objects, types
from policies.facts.namespaces import beside
from policies.facts.networks import is_world
from policies.facts.training import OPERATED, TRAINING_JOBS
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.HIGH,
    types=(*TRAINING_JOBS, *types("NetworkPolicy")),
    profiles=(Profile.ML,),
    controls=Controls(nist="SC-7", ai_act="15", ai_rmf=("MEASURE 2.7",), iso_42001="A.4.5"),
)
def ml_training_no_internet(resource: Resource) -> Findings:
    if resource.type in TRAINING_JOBS:
        isolated = resource["enableNetworkIsolation"]
        return resource.require(isolated.is_true() | resource["vpcConfig"]["subnets"].is_set(), isolated)
    findings: Findings = []
    for policy in objects(resource, "NetworkPolicy"):
        for egress in policy["spec"]["egress"].each():
            findings += policy.require(~_trains_beside(policy) | ~_is_open(egress), egress)
    return findings


def _trains_beside(policy: KubernetesObject) -> Truth:
    return beside(policy, "LocalQueue", *OPERATED).some()


def _is_open(egress: Node) -> Truth:
    anywhere = ~egress["to"].is_set() | egress["to"].some(lambda one: is_world(one["ipBlock"]["cidr"]))
    narrow = egress["ports"].is_set() & egress["ports"].every(_is_https)
    return anywhere & ~narrow


def _is_https(port: Node) -> Truth:
    return port["port"].equals(443, "443", "https") & port["endPort"].equals(None)
