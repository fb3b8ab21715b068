"""Auto Scaling groups start machines from launch templates.

Why: launch configurations cannot demand IMDSv2 by default, have no versions, and get no new kinds of machines.
Fix: set `launch_template`, or `mixed_instances_policy`, instead of `launch_configuration`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:autoscaling/group:Group",),
    controls=Controls(
        fsbp="AutoScaling.9",
    ),
)
def asg_launch_template(group: Resource) -> Findings:
    older = group["launchConfiguration"]
    return group.forbid(older.is_set(), older)
