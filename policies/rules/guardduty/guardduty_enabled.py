"""GuardDuty watches the account.

Why: a stolen key that mines coins, or talks to a command server, is seen by nobody until the bill comes.
Fix: add a `guardduty.Detector` to the stack that sets up the account, and leave `enable` true. A missing detector is
told only of such a stack.
"""

from policies.facts.accounts import sets_up_an_account
from policies.finding import Findings
from policies.rule import Severity, stack_rule
from policies.stack import Stack
from policies.standards import Controls
from policies.truth import Truth

DETECTORS = ("aws:guardduty/detector:Detector",)


@stack_rule(
    severity=Severity.HIGH,
    controls=Controls(
        fsbp="GuardDuty.1",
    ),
)
def guardduty_enabled(stack: Stack) -> Findings:
    detectors = list(stack.of(*DETECTORS))
    if not detectors and sets_up_an_account(stack):
        return stack.require(Truth.FALSE, "sets up an account without a detector")
    return [finding for one in detectors for finding in one.require(one["enable"].is_true(default=True), one["enable"])]
