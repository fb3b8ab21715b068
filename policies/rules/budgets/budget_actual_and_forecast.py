"""Budgets warn of what was spent before it is all, and of what is going to be spent.

Why: a warning at the limit comes when the money is gone; the forecast comes while there is time to stop something.
Fix: give `notifications` one of type `ACTUAL` at 100 percent or less, and one of type `FORECASTED`.
"""

from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth


@rule(severity=Severity.LOW, types=("aws:budgets/budget:Budget",))
def budget_actual_and_forecast(budget: Resource) -> Findings:
    notifications = budget["notifications"]
    forecast = notifications.some(lambda one: one["notificationType"].equals("FORECASTED"))
    actual = notifications.some(lambda one: one["notificationType"].equals("ACTUAL") & ~_is_too_late(one))
    # There is no forecast of how much is used of what is reserved.
    about_spending = budget["budgetType"].equals("COST", "USAGE")
    return budget.require(~about_spending | forecast & actual, notifications)


def _is_too_late(notification: Node) -> Truth:
    return notification["thresholdType"].equals("PERCENTAGE") & ~notification["threshold"].at_most(100)
