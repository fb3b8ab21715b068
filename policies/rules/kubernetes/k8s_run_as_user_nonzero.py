"""No pod or container asks for user 0.

Why: user 0 is root, whatever its name: on the node, too, once the container is broken out of.
Fix: set `run_as_user` to a number that no image's own files belong to, such as 10001.
"""

from policies.facts.pods import POD_CARRIERS, Pod, of_each_context
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.HIGH, types=POD_CARRIERS, controls=Controls(pss_restricted=("Running as Non-root user",)))
def k8s_run_as_user_nonzero(workload: Resource) -> Findings:
    return of_each_context(workload, lambda user: ~user.at_most(0), "runAsUser", unless=Pod.has_own_users)
