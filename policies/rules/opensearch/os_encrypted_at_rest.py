"""Search domains are encrypted at rest.

Why: the index holds a copy of every document that can be found by it, and vectors from which the text can be guessed.
Fix: set `enabled` in `encrypt_at_rest` to true.
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
        fsbp="OpenSearch.1",
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        gdpr="32",
        nist="AU-9(3) CP-9d SC-8(3) SC-8(4) SC-13a SC-28(1) SI-19(4)",
    ),
)
def os_encrypted_at_rest(domain: Resource) -> Findings:
    setting = domain["encryptAtRest"]["enabled"]
    return domain.require(setting.is_true(), setting)
