"""All rules on all resources: one that fails stops no other, and tells no value."""

from __future__ import annotations

from policies.evaluator import evaluate
from policies.finding import Findings, Outcome
from policies.node import Secret
from policies.resource import Resource
from policies.rule import Profile, Rule, Severity
from policies.stack import Stack
from policies.standards import Controls
from policies.truth import Truth


def rule(name: str, *types: str, **checks: object) -> Rule:
    texts = {"title": "It holds.", "why": "because", "fix": "mend it"}
    return Rule(
        name=name,
        severity=Severity.HIGH,
        types=types,
        controls=Controls(),
        profiles=frozenset({Profile.BASELINE}),
        **texts,
        **checks,  # type: ignore[arg-type]
    )


def fails(resource: Resource) -> Findings:
    raise ValueError(f"got {resource['token'].value}")


def refuses(resource: Resource) -> Findings:
    return resource.require(Truth.FALSE, resource["token"])


def resources() -> Stack:
    return Stack(
        [
            Resource(urn=f"urn::{name}", type=type_, name=name, properties={"token": Secret("s3cr3t")})
            for name, type_ in (("a", "x"), ("b", "y"), ("c", "x"))
        ],
        "urn::stack",
    )


def told(*rules: Rule) -> list[tuple[str, str, str]]:
    reported = evaluate(resources(), rules).reported
    return [(one.rule.name, one.finding.urn, one.finding.outcome) for one in reported]


def test_a_rule_sees_the_types_it_names() -> None:
    assert told(rule("one", "x", check=refuses)) == [("one", "urn::a", "violated"), ("one", "urn::c", "violated")]
    assert [urn for _, urn, _ in told(rule("all", "*", check=refuses))] == ["urn::a", "urn::b", "urn::c"]
    assert told(rule("none", "z", check=refuses)) == []


def test_a_rule_about_the_stack_is_asked_once() -> None:
    whole = rule("whole", check_stack=lambda stack: stack.require(Truth.UNKNOWN))
    assert told(whole) == [("whole", "urn::stack", "unknown")]


def test_a_failing_rule_is_its_own_error_and_stops_no_other() -> None:
    evaluation = evaluate(resources(), [rule("broken", "y", check=fails), rule("sound", "y", check=refuses)])
    assert [(one.rule.name, one.finding.outcome) for one in evaluation.reported] == [
        ("broken", Outcome.ERROR),
        ("sound", Outcome.VIOLATED),
    ]
    assert evaluation.reported[0].finding.detail == "the rule itself failed with ValueError"
    assert "s3cr3t" not in repr(evaluation.reported)


def test_what_was_checked_is_kept_for_the_evidence() -> None:
    evaluation = evaluate(resources(), [rule("one", "x", check=lambda _: []), rule("none", "z", check=fails)])
    assert evaluation.checked == {"one": ["urn::a", "urn::c"], "none": []}
