"""The waivers and the rules that a stack is held to."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.errors import UsageError
from cli.policy.settings import read_book, rules_for
from policies.catalogue import select
from policies.enforcement import Policy
from policies.rule import Profile


def test_mistakes_in_the_waivers(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text("waivers: [{rule: none}]")
    with pytest.raises(UsageError, match="field required"):
        read_book(tmp_path / "waivers.yaml")


def test_production_is_held_to_more() -> None:
    usual = {one.name for one in rules_for(Policy(), "dev")}
    production = {one.name for one in rules_for(Policy(), "prod")}
    assert usual == {one.name for one in select(())}
    assert (
        production - usual
        == {one.name for one in select({Profile.PROD}) if Profile.OPTIONAL not in one.profiles} - usual
    )
    assert production > usual
