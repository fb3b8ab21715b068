"""What a stack may say of its own enforcement, and the floor below which it cannot go."""

from __future__ import annotations

from typing import Any

import pytest

from policies.catalogue import select
from policies.enforcement import Level, Policy, is_floored, rules_for
from policies.inputs import InputError
from policies.rule import Profile, Severity
from tests.policies.stacks import rule

WHERE = "Pulumi.dev.yaml: strata:policy"


def test_without_a_section_everything_blocks() -> None:
    for section in (None, {}):
        policy = Policy.read(section, "dev", WHERE)
        assert (policy.enforcement, policy.profiles, policy.strict) == (Level.MANDATORY, (), False)
        assert policy.level(rule("a", Severity.LOW)) is Level.MANDATORY


def test_advisory_with_a_reason_but_never_for_what_is_critical() -> None:
    section = {
        "enforcement": "advisory",
        "reasons": {"enforcement": "experiments"},
        "profiles": ["baseline", "pss-restricted"],
        "strict": True,
    }
    policy = Policy.read(section, "dev", WHERE)
    assert (policy.profiles, policy.strict) == ((Profile.BASELINE, Profile.PSS_RESTRICTED), True)
    assert [policy.level(rule("a", severity)) for severity in Severity] == [
        Level.MANDATORY,
        Level.ADVISORY,
        Level.ADVISORY,
        Level.ADVISORY,
    ]


@pytest.mark.parametrize(
    ("stack", "section", "told"),
    [
        (
            "dev",
            {"enforcement": "advisory"},
            f"{WHERE}.reasons.enforcement: is missing; say why violations do not block here",
        ),
        (
            "prod.vision",
            {"enforcement": "advisory", "reasons": {"enforcement": "r"}},
            f"{WHERE}.enforcement: stack prod.vision is production, where it is mandatory; got 'advisory'",
        ),
        ("dev", {"enforcement": "off"}, f"{WHERE}.enforcement: input should be 'advisory' or 'mandatory'"),
        ("dev", {"levels": {}}, f"{WHERE}.levels: extra inputs are not permitted"),
        ("dev", [1], f"{WHERE}: input should be a valid dictionary or instance of Policy"),
    ],
)
def test_mistakes(stack: str, section: Any, told: str) -> None:
    with pytest.raises(InputError) as refused:
        Policy.read(section, stack, WHERE)
    assert str(refused.value) == told


def test_what_production_is() -> None:
    assert [is_floored(name) for name in ("prod", "prod.vision", "prod-eu", "dev", "product", "preprod")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_production_is_held_to_more() -> None:
    usual = {one.name for one in rules_for(Policy(), "dev")}
    production = {one.name for one in rules_for(Policy(), "prod")}
    assert usual == {one.name for one in select(())}
    assert (
        production - usual
        == {one.name for one in select({Profile.PROD}) if Profile.OPTIONAL not in one.profiles} - usual
    )
    assert production > usual
