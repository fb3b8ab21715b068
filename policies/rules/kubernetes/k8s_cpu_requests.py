"""Every container asks for CPU, or its namespace's limit range does it for it.

Why: the scheduler puts pods that ask for nothing onto nodes that are full, where they starve first; and an autoscaler
has no use to compare with.
Fix: set `resources.requests.cpu`: in our components, `resources.cpus`.
"""

from policies.facts.container_resources import of_each_amount
from policies.facts.pods import POD_CARRIERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS)
def k8s_cpu_requests(workload: Resource) -> Findings:
    return of_each_amount(workload, "requests", "cpu")
