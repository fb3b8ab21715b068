"""A plan keeps some of its backups for 35 days or more, and copies those of what is critical.

Why: damage that nobody sees at first is in every backup of the last week; and one region's loss takes its backups
along.
Fix: set `delete_after` in a rule's `lifecycle` to 35 or more, and `copy_actions` in plans tagged `criticality`
`high`.
"""

from policies.facts.tags import CRITICALITY, is_tagged
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth


@rule(severity=Severity.MEDIUM, types=("aws:backup/plan:Plan",))
def backup_plan_retention(plan: Resource) -> Findings:
    rules = plan["rules"]
    critical = is_tagged(plan, CRITICALITY, "high")
    return [
        *plan.require(rules.some(_is_kept), rules, "no rule keeps backups for 35 days"),
        *plan.require(~critical | rules.some(lambda one: one["copyActions"].is_set()), rules, "no rule copies them"),
    ]


def _is_kept(kept: Node) -> Truth:
    days = kept["lifecycle"]["deleteAfter"]
    return days.equals(None) | days.at_least(35)
