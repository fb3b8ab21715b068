"""Security Hub collects and grades what an account's guards find.

Why: what GuardDuty, Config and the analyzers find stays in as many consoles, and nobody looks at all of them.
Fix: add a `securityhub.Account` to the stack that sets up the account; of other stacks it is not asked.
"""

from policies.facts.accounts import sets_up_an_account
from policies.finding import Findings
from policies.rule import Severity, stack_rule
from policies.stack import Stack
from policies.truth import truth

HUBS = ("aws:securityhub/account:Account", "aws:securityhub/accountV2:AccountV2")


@stack_rule(severity=Severity.MEDIUM)
def securityhub_enabled(stack: Stack) -> Findings:
    enabled = next(stack.of(*HUBS), None) is not None
    return stack.require(truth(enabled or not sets_up_an_account(stack)), "sets up an account without Security Hub")
