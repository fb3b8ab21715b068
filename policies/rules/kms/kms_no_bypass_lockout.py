"""KMS refuses a policy that would lock everyone out of the key.

Why: a key whose policy names nobody can neither be used nor mended, and what it encrypted is lost.
Fix: leave `bypass_policy_lockout_safety_check` out.
"""

from policies.facts.keys import WITH_POLICY
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=WITH_POLICY)
def kms_no_bypass_lockout(key: Resource) -> Findings:
    bypassed = key["bypassPolicyLockoutSafetyCheck"]
    return key.forbid(bypassed.is_true(), bypassed)
