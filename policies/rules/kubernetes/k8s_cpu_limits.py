"""Every container has a limit of CPU, or its namespace's limit range sets it.

Why: one that computes without end slows down whatever else is on its node. (It also slows itself down where the node
has CPU to spare, so this rule is for those who want it.)
Fix: set `resources.limits.cpu` of each container: in our components, `resources.cpus`.
"""

from policies.facts.container_resources import of_each_amount
from policies.facts.pods import POD_CARRIERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(severity=Severity.LOW, types=POD_CARRIERS, profiles=(Profile.OPTIONAL,), controls=Controls(nsa="C-0270"))
def k8s_cpu_limits(workload: Resource) -> Findings:
    return of_each_amount(workload, "limits", "cpu")
