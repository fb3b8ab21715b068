"""Every container asks for memory, or its namespace's limit range does it for it.

Why: a pod that asks for nothing is put where there is none left, and is the first to be ended when a node runs short.
Fix: set `resources.requests.memory`: in our components, `resources.memory_gib`.
"""

from policies.facts.container_resources import of_each_amount
from policies.facts.pods import POD_CARRIERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS)
def k8s_memory_requests(workload: Resource) -> Findings:
    return of_each_amount(workload, "requests", "memory")
