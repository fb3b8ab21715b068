"""Containers run as a user of a number that the node does not use itself.

Why: a low number is likely somebody on the node, whose files the container then owns if it gets out.
Fix: set `run_as_user` to 10000 or more in the pod's `security_context`.
"""

from policies.facts.pods import POD_CARRIERS, Pod, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule

LEAST = 10_000


@rule(severity=Severity.LOW, types=POD_CARRIERS, profiles=(Profile.OPTIONAL,))
def k8s_high_uid(workload: Resource) -> Findings:
    # Windows has names for its users, no numbers.
    return of_each_container(
        workload,
        lambda user: user.at_least(LEAST),
        *("securityContext", "runAsUser"),
        inherited=True,
        unless=lambda pod: Pod.runs_windows(pod) | Pod.has_own_users(pod),
    )
