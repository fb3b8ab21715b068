"""Secrets are changed by themselves, at least every ninety days.

Why: a password that leaked once, in a log or with a leaver, opens for as long as it stays the same.
Fix: add a `SecretRotation` for the secret with `automatically_after_days` of at most 90, or a schedule as often.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth

ROTATIONS = ("aws:secretsmanager/secretRotation:SecretRotation",)


@rule(
    severity=Severity.MEDIUM,
    types=("aws:secretsmanager/secret:Secret",),
    controls=Controls(
        fsbp="SecretsManager.1 SecretsManager.4",
        hipaa="164.308(a)(4)(ii)(B)",
        nist="AC-2(1) AC-3(3)(a) AC-3(3)(b)(1) AC-3(3)(b)(2) AC-3(3)(b)(3) AC-3(3)(b)(4) AC-3(3)(b)(5) AC-3(3)(c) "
        "AC-3(3) AC-3(4)(a) AC-3(4)(b) AC-3(4)(c) AC-3(4)(d) AC-3(4)(e) AC-3(4) AC-3(8) AC-3(12)(a) AC-3(13) "
        "AC-3(15)(a) AC-3(15)(b) AC-4(28) AC-24 CM-5(1)(a) SC-23(3)",
    ),
)
def secret_rotation(secret: Resource) -> Findings:
    bound = secret.stack.bound_to(secret, ROTATIONS, by="secretId")
    return secret.require(bound.some(_is_often_enough), detail="nothing bound to it rotates it within 90 days")


def _is_often_enough(rotation: Resource) -> Truth:
    rules = rotation["rotationRules"]
    schedule = rules["scheduleExpression"]
    # A cron expression with every month or a part of the months in it recurs within a quarter.
    scheduled = schedule.matches(
        r"rate\(([1-9]|[1-8]\d|90) days?\)|rate\(\d{1,3} hours?\)|cron\(.* (\*|[\d,]+/[123]) \S+ \S+\)"
    )
    return ~rotation["rotationEnabled"].is_false() & (rules["automaticallyAfterDays"].at_most(90) | scheduled)
