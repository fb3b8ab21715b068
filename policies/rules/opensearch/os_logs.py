"""Search domains log their errors, and who searched for what.

Why: after a leak nobody can say which documents were read, and by whom.
Fix: give `log_publishing_options` one of type `ES_APPLICATION_LOGS` and one of type `AUDIT_LOGS`.
"""

from policies.facts.families import SEARCH_DOMAINS
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.MEDIUM,
    types=SEARCH_DOMAINS,
    controls=Controls(
        fsbp="OpenSearch.4 OpenSearch.5",
        hipaa="164.308(a)(3)(ii)(A) 164.312(b)",
        nist="AU-10",
    ),
)
def os_logs(domain: Resource) -> Findings:
    published = domain["logPublishingOptions"]
    return domain.require(_has(published, "ES_APPLICATION_LOGS") & _has(published, "AUDIT_LOGS"), published)


def _has(published: Node, kind: str) -> Truth:
    return published.some(lambda one: one["logType"].equals(kind) & one["enabled"].is_true(default=True))
