"""An account has a budget for its costs, and every budget tells somebody.

Why: eight forgotten GPUs cost as much in a week as the platform in a year, and the bill comes at the end of the
month.
Fix: add a `budgets.Budget` with a subscriber in `notifications`. A missing budget is told only of a stack that sets
up an account.
"""

from policies.facts.accounts import sets_up_an_account
from policies.finding import Findings
from policies.node import Node
from policies.rule import Severity, stack_rule
from policies.stack import Stack
from policies.truth import Truth, some, truth

BUDGETS = ("aws:budgets/budget:Budget",)


@stack_rule(severity=Severity.MEDIUM)
def budget_present(stack: Stack) -> Findings:
    budgets = list(stack.of(*BUDGETS))
    for_costs = some(one["budgetType"].equals("COST") for one in budgets)
    return stack.require(
        for_costs | truth(not sets_up_an_account(stack)), "sets up an account without one for costs"
    ) + [
        finding
        for one in budgets
        for finding in one.require(one["notifications"].some(_tells_somebody), one["notifications"])
    ]


def _tells_somebody(notification: Node) -> Truth:
    return notification["subscriberEmailAddresses"].is_set() | notification["subscriberSnsTopicArns"].is_set()
