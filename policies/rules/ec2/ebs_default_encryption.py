"""The account encrypts every new disk, whoever makes it.

Why: one disk made by hand, or by a controller that does not ask, is enough.
Fix: add an `ebs.EncryptionByDefault` to the stack that sets up the account.
"""

from policies.facts.accounts import sets_up_an_account
from policies.facts.machines import DEFAULT_ENCRYPTION
from policies.finding import Findings
from policies.rule import Severity, stack_rule
from policies.stack import Stack
from policies.standards import Controls
from policies.truth import Truth


@stack_rule(
    severity=Severity.MEDIUM,
    controls=Controls(
        fsbp="EC2.7",
    ),
)
def ebs_default_encryption(stack: Stack) -> Findings:
    defaults = list(stack.of(*DEFAULT_ENCRYPTION))
    if not defaults and sets_up_an_account(stack):
        return stack.require(Truth.FALSE, "sets up an account without it")
    return [found for one in defaults for found in one.require(one["enabled"].is_true(default=True), one["enabled"])]
