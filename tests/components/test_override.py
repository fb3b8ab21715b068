"""The override of protection: heard by every section of a run that has it, and told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from components.keys import KeysArgs
from components.override import OverrideArgs, tell
from components.settings import read
from tests.harness import Deployer, Result

BASE = {"aws:region": "eu-central-1", "strata:tags": {"owner": "a", "cost_center": "b"}}


def program(seen: dict[str, Any]) -> Callable[[], None]:
    def declare() -> None:
        import components.tags  # noqa: F401 - its section is in the configuration

        tell(read(OverrideArgs))
        seen["keys"] = read(KeysArgs)

    return declare


def told(result: Result) -> list[str]:
    diagnostics = (event.json().get("diagnosticEvent", {}) for event in result.events)
    return [one["message"].strip() for one in diagnostics if one.get("severity") == "warning"]


def test_with_a_reason_deletion_is_allowed_and_everybody_is_told(deploy: Deployer) -> None:
    seen: dict[str, Any] = {}
    result = deploy(program(seen), BASE | {"strata:override": {"deletion": "prod is moved"}})
    assert not seen["keys"].deletion.protects
    assert seen["keys"].reasons == {"deletion": "prod is moved"}
    assert told(result) == ["protection is overridden for this run: prod is moved"]


@pytest.mark.parametrize("override", [{}, {"strata:override": {}}, {"strata:override": {"deletion": "  "}}])
def test_without_one_all_is_protected(deploy: Deployer, override: dict[str, Any]) -> None:
    seen: dict[str, Any] = {}
    result = deploy(program(seen), BASE | override)
    assert seen["keys"].deletion.protects
    assert told(result) == []


@pytest.mark.parametrize("override", ["yes", {"deletion": True}, {"delete": "x"}, []])
def test_a_malformed_one_is_a_mistake_and_lifts_nothing(deploy: Deployer, override: Any) -> None:
    seen: dict[str, Any] = {}
    result = deploy(program(seen), BASE | {"strata:override": override}, succeeds=False)
    assert "strata:override" in result.summary.errors[0]
    assert seen == {}
