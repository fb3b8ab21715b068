"""No container is privileged.

Why: a privileged container has every capability and device of its node: whoever breaks out of it owns all that runs
there.
Fix: leave `privileged` out, or set it to false; add the one capability that is needed instead.
"""

from policies.facts.pods import POD_CARRIERS, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=POD_CARRIERS,
    controls=Controls(pss_baseline=("Privileged Containers",), nsa="C-0057", cis_eks="4.2.1"),
)
def k8s_no_privileged(workload: Resource) -> Findings:
    return of_each_container(workload, lambda privileged: ~privileged.is_true(), "securityContext", "privileged")
