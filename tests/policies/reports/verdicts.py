"""A verdict with one finding of each kind."""

from __future__ import annotations

from datetime import date

from policies.enforcement import Policy
from policies.node import UNKNOWN, Secret
from policies.rule import Severity
from policies.verdict import Verdict, judge
from policies.waivers import Book, Waiver
from tests.policies.stacks import PREFIX, rule, stack

SECRET = "s3cr3t-v4lue"


def verdict(*, strict: bool = False) -> Verdict:
    """Of four queues one violates, one is waived, one is not known, on one the rule fails; another rule passes."""
    waiver = Waiver(
        rule="sealed",
        urn=f"{PREFIX}waived",
        reason="a test | of pipes",
        owner="ml",
        ticket="T-1",
        expires=date(2027, 1, 31),
    )
    queues: dict[str, dict[str, object]] = {
        "bad": {"sealed": Secret(SECRET), "named": True},
        "waived": {"sealed": False, "named": True},
        "later": {"sealed": UNKNOWN, "named": True},
        "odd": {"sealed": "broken", "named": True, "token": Secret(SECRET)},
    }
    rules = [rule("sealed", Severity.CRITICAL), rule("named", Severity.LOW)]
    return judge(stack(**queues), rules, Policy(strict=strict), Book([waiver], date(2026, 11, 21)))
