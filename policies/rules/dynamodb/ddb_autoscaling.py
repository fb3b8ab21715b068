"""The capacity of a table follows the load.

Why: with a fixed one, requests beyond it are refused at the busiest hour, and paid for in the quietest.
Fix: set `billing_mode` to `PAY_PER_REQUEST`, or add an `appautoscaling.Target` for reading and one for writing.
"""

from policies.finding import Findings
from policies.node import texts
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.stack import Stack
from policies.standards import Controls
from policies.truth import Truth, every, some

TARGETS = ("aws:appautoscaling/target:Target",)
DIMENSIONS = ("dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits")


@rule(
    severity=Severity.MEDIUM,
    types=("aws:dynamodb/table:Table",),
    controls=Controls(
        fsbp="DynamoDB.1",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(C)",
        nist="CP-1a.1(b) CP-1a.2 CP-2a CP-2a.6 CP-2a.7 CP-2d CP-2e CP-2(5) CP-2(6) CP-6(2) CP-10 SC-5(2) SC-6 "
        "SC-22 SC-36 SI-13(5)",
    ),
)
def ddb_autoscaling(table: Resource) -> Findings:
    mode = table["billingMode"]
    follows = every(_is_scaled(table, dimension) for dimension in DIMENSIONS)
    return table.require(mode.equals("PAY_PER_REQUEST") | follows, mode)


def _is_scaled(table: Resource, dimension: str) -> Truth:
    """A target names a table by `table/` and its name, so it is bound by what that is made of, or by the text."""
    bound = table.stack.bound_to(table, TARGETS, by="resourceId")
    by_text = table.stack.remember(TARGETS, lambda: _by_text(table.stack))
    named = [one for name in table.identifiers() for one in by_text.get(f"table/{name}", ())]
    certain = some(one["scalableDimension"].equals(dimension) for one in named)
    return certain | bound.some(lambda one: one["scalableDimension"].equals(dimension))


def _by_text(stack: Stack) -> dict[str, list[Resource]]:
    found: dict[str, list[Resource]] = {}
    for one in stack.of(*TARGETS):
        for text in texts([one["resourceId"]]):
            found.setdefault(text, []).append(one)
    return found
