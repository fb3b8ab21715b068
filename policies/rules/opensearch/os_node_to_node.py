"""The nodes of a search domain encrypt what they send each other.

Why: whoever can listen in the network reads documents and queries as they move between the nodes.
Fix: set `enabled` in `node_to_node_encryption` to true.
"""

from policies.facts.families import SEARCH_DOMAINS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=SEARCH_DOMAINS,
    controls=Controls(
        fsbp="OpenSearch.3",
        hipaa="164.312(a)(2)(iv) 164.312(e)(1) 164.312(e)(2)(i) 164.312(e)(2)(ii)",
        gdpr="32",
        nist="AC-4 AC-4(22) AC-24(1) AU-9(3) CA-9b PM-17b SC-7(4)(b) SC-7(4)(g) SC-8 SC-8(1) SC-8(2) SC-8(3) "
        "SC-8(4) SC-8(5) SC-13a SC-23 SI-1a.2 SI-1c.2",
    ),
)
def os_node_to_node(domain: Resource) -> Findings:
    setting = domain["nodeToNodeEncryption"]["enabled"]
    return domain.require(setting.is_true(), setting)
