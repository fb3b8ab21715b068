"""A small stack and simple rules, for tests of what decides about findings."""

from __future__ import annotations

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Rule, Severity
from policies.stack import Stack
from policies.standards import Controls

PREFIX = "urn:pulumi:dev::strata::aws:sqs/queue:Queue::"


def rule(name: str, severity: Severity = Severity.HIGH) -> Rule:
    """A rule that wants the property of its own name to be true."""

    def check(resource: Resource) -> Findings:
        node = resource[name]
        if node.value == "broken":
            raise ValueError(str(resource.properties))
        return resource.require(node.is_true(), node, "should be on")

    return Rule(
        name=name,
        title=f"{name} is on.",
        why="it was asked for by somebody.",
        fix="switch it on again.",
        severity=severity,
        types=("aws:sqs/queue:Queue",),
        controls=Controls(fsbp="SQS.1", nist="AC-3 AC-4"),
        profiles=frozenset({Profile.BASELINE}),
        check=check,
    )


def stack(**queues: dict[str, object]) -> Stack:
    """Queues with these properties, in a component `jobs`."""
    component = Resource(
        urn="urn:pulumi:dev::strata::strata:index:Queues::jobs", type="strata:index:Queues", name="jobs", properties={}
    )
    made = [
        Resource(
            urn=f"{PREFIX}{name}", type="aws:sqs/queue:Queue", name=name, properties=properties, parent=component.urn
        )
        for name, properties in queues.items()
    ]
    return Stack([component, *made], "urn:pulumi:dev::strata::pulumi:pulumi:Stack::strata-dev")
