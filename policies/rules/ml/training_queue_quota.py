"""Queues for training have a quota for every resource, and a bound to what they borrow.

Why: the first team to submit takes the whole cluster, and the others find out when their runs do not start.
Fix: set `nominalQuota`, and in a cohort `borrowingLimit`, of every resource of a ClusterQueue (our components do both,
from `quotas` of the team), or `capability` of a Volcano queue.
"""

from policies.facts.kubernetes import KubernetesObject, branches, objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

QUEUES = ("ClusterQueue", "Queue")
FLAVORS = ("resourceGroups", "[]", "flavors", "[]")


@rule(
    severity=Severity.MEDIUM,
    types=types(*QUEUES),
    profiles=(Profile.ML,),
    controls=Controls(ai_rmf=("MANAGE 2.1",), iso_42001="A.4.5"),
)
def training_queue_quota(resource: Resource) -> Findings:
    findings: Findings = []
    for queue in objects(resource, *QUEUES):
        if queue.kind == "Queue":
            capability = queue["spec"]["capability"]
            findings += queue.require(capability.is_set(), capability)
        else:
            findings += _shares(queue)
    return findings


def _shares(queue: KubernetesObject) -> Findings:
    findings: Findings = []
    # The cohort had another name in the older version.
    lends = queue["spec"]["cohortName"].is_set() | queue["spec"]["cohort"].is_set()
    for share in branches(queue["spec"], *FLAVORS, "resources", "[]"):
        nominal, borrowed = share["nominalQuota"], share["borrowingLimit"]
        # A quota of 0 is one, too.
        findings += queue.require(nominal.is_set(), nominal)
        findings += queue.require(~lends | borrowed.is_set(), borrowed)
    return findings
