"""Every container has a limit of memory, or its namespace's limit range sets it.

Why: one that leaks takes the memory of all others on its node until the kernel ends something, not always the leak.
Fix: set `resources.limits.memory`: in our components, `resources.memory_gib`.
"""

from policies.facts.container_resources import of_each_amount
from policies.facts.pods import POD_CARRIERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS, controls=Controls(nsa="C-0271"))
def k8s_memory_limits(workload: Resource) -> Findings:
    return of_each_amount(workload, "limits", "memory")
