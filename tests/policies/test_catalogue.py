"""Every rule's file is found by itself, and documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies import rules
from policies.catalogue import all_rules, select
from policies.rule import Profile, Rule

FILES = [path for path in Path(rules.__path__[0]).rglob("*.py") if path.name != "__init__.py"]


def test_each_file_is_a_rule_of_its_name() -> None:
    assert sorted(one.name.replace("-", "_") for one in all_rules()) == sorted(path.stem for path in FILES)
    names = [one.name for one in all_rules()]
    assert names == sorted(set(names))


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_its_texts_are_for_people(rule: Rule) -> None:
    assert rule.title.endswith(".")
    assert rule.title[0].isupper() or rule.title[0] == "`"
    assert len(rule.title) <= 120
    assert len(rule.why.split()) >= 5
    assert len(rule.fix.split()) >= 3
    assert "TODO" not in rule.title + rule.why + rule.fix


def test_profiles_choose() -> None:
    usual = select(())
    assert all(one.profiles & {Profile.BASELINE, Profile.ML} for one in usual)
    assert not any(Profile.OPTIONAL in one.profiles for one in usual)
    chosen = select([Profile.PSS_BASELINE, Profile.FSBP])
    assert {one.name for one in chosen} >= {"k8s-no-privileged", "sqs-encrypted"}
    assert all(one.profiles & {Profile.PSS_BASELINE, Profile.FSBP} for one in chosen)
    assert {one.name for one in select(Profile)} == {one.name for one in all_rules()}
