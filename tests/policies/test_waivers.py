"""Waivers accept what they name until their day, and are found out when they are not needed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policies.enforcement import Policy
from policies.inputs import InputError
from policies.verdict import judge
from policies.waivers import Book, Waiver, read_waivers
from tests.policies.stacks import PREFIX, rule, stack

TODAY = date(2026, 11, 21)
FIELDS: dict[str, Any] = {"rule": "sealed", "reason": "why", "owner": "who", "ticket": "T-1", "expires": "2026-11-21"}


def waiver(**fields: Any) -> Waiver:
    return Waiver.model_validate(FIELDS | fields)


def judged(*waivers: Waiver, **queues: dict[str, object]) -> list[tuple[str, str, bool]]:
    """Rule, resource or place, and whether it blocks, of each finding."""
    verdict = judge(stack(**queues), [rule("sealed")], Policy(), Book(waivers, TODAY))
    return [
        (one.rule.name, one.finding.urn.removeprefix(PREFIX) + one.finding.path, one.blocks) for one in verdict.findings
    ]


BAD: dict[str, object] = {"sealed": False}
GOOD: dict[str, object] = {"sealed": True}


@pytest.mark.parametrize("scope", [{"urn": f"{PREFIX}a"}, {"match": "*::a"}, {"component": "jobs"}])
def test_it_accepts_what_it_names(scope: dict[str, str]) -> None:
    assert judged(waiver(**scope), a=BAD) == [("sealed", "asealed", False)]


def test_it_accepts_nothing_else() -> None:
    assert judged(waiver(urn=f"{PREFIX}a"), a=BAD, b=BAD) == [("sealed", "asealed", False), ("sealed", "bsealed", True)]
    assert judged(waiver(component="others"), a=BAD)[0] == ("sealed", "asealed", True)
    assert judged(waiver(rule="other", urn=f"{PREFIX}a"), a=BAD) == [("sealed", "asealed", True)]


def test_after_its_last_day_it_is_a_finding_and_accepts_nothing() -> None:
    expired = waiver(urn=f"{PREFIX}a", expires="2026-11-20")
    assert judged(expired, a=BAD) == [("sealed", "asealed", True), ("waiver-valid", "waivers.yamlwaivers[0]", False)]
    assert [
        f.detail for f in Book([expired], TODAY).review(stack(a=BAD), {"sealed": {f"{PREFIX}a"}}, {"sealed": []})
    ] == ["expired on 2026-11-20, and who is to decide (T-1)"]


def test_one_that_nothing_needs_is_a_finding() -> None:
    assert judged(waiver(urn=f"{PREFIX}a"), a=GOOD) == [("waiver-valid", "waivers.yamlwaivers[0]", False)]
    assert judged(waiver(match="*::gone"), a=GOOD) == [("waiver-valid", "waivers.yamlwaivers[0]", False)]


def test_one_for_another_stack_is_left_alone() -> None:
    other = f"{PREFIX}a".replace(":dev:", ":prod:")
    assert judged(waiver(urn=other), waiver(match="urn:pulumi:prod::*"), a=GOOD) == []


def test_a_pattern_that_covers_what_passes_is_too_wide() -> None:
    assert judged(waiver(match="*"), a=BAD, b=GOOD) == [
        ("sealed", "asealed", False),
        ("waiver-valid", "waivers.yamlwaivers[0]", False),
    ]
    assert judged(waiver(component="jobs"), a=BAD, b=GOOD) == [("sealed", "asealed", False)]


def test_a_rule_that_failed_cannot_be_waived() -> None:
    assert judged(waiver(urn=f"{PREFIX}a"), a={"sealed": "broken"})[0] == ("sealed", "a", True)


def test_no_file_means_none(tmp_path: Path) -> None:
    assert read_waivers(tmp_path / "waivers.yaml", [rule("sealed")]) == []


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text("waivers:\n- {rule: sealed, urn: u, reason: r, owner: o, ticket: t, expires: 2027-01-31}\n")
    (read,) = read_waivers(file, [rule("sealed")])
    assert (read.urn, read.expires, read.scope) == ("u", date(2027, 1, 31), "u")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("waivers: 3", ["waivers: input should be a valid list"]),
        ("other: []", ["other: extra inputs are not permitted"]),
        (
            "waivers: [{rule: sealed, urn: u, reason: ' ', owner: o, expires: soon}]",
            [
                "waivers[0].reason: string should have at least 1 character",
                "waivers[0].ticket: field required",
                "waivers[0].expires: input should be a valid date or datetime, input is too short",
            ],
        ),
        (
            "waivers: [{rule: sealed, reason: r, owner: o, ticket: t, expires: 2027-01-31}]",
            ["waivers[0]: exactly one of urn, match and component says what it is for"],
        ),
        (
            "waivers: [{rule: of, urn: u, reason: r, owner: o, ticket: t, expires: 2027-01-31}]",
            ["waivers[0].rule: no rule is named 'of'"],
        ),
    ],
)
def test_every_mistake_in_a_file_is_told(tmp_path: Path, content: str, told: list[str]) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text(content)
    with pytest.raises(InputError) as refused:
        read_waivers(file, [rule("sealed")])
    assert str(refused.value).splitlines() == [f"{file}: {line}" for line in told]
