"""The lists of actions are actions, each once."""

from __future__ import annotations

import re

import pytest

from policies.facts import iam_actions

ACTION = re.compile(r"[a-z][a-z0-9-]*:(?:[A-Za-z]\w*\*?|\*)")
LISTS = [iam_actions.CREDENTIALS, iam_actions.READS, iam_actions.SCOPABLE_WRITES]


@pytest.mark.parametrize("actions", LISTS)
def test_they_are_actions_and_each_stands_once(actions: tuple[str, ...]) -> None:
    assert [action for action in actions if not ACTION.fullmatch(action)] == []
    assert len(set(actions)) == len(actions) > 3


def test_no_way_to_more_rights_contains_another() -> None:
    ways = [frozenset(together) for together in iam_actions.ESCALATION]
    assert all(ACTION.fullmatch(action) for way in ways for action in way)
    assert [way for way in ways for other in ways if other < way] == []
    assert len(set(ways)) == len(ways)


def test_deputies_are_services() -> None:
    assert all(service.endswith(".amazonaws.com") for service in iam_actions.DEPUTIES)
