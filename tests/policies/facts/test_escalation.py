"""Which permissions together let an identity become any other."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.escalation import escalates, granted_widely
from policies.facts.iam_actions import CREDENTIALS, DEPUTIES, ESCALATION, READS, SCOPABLE_WRITES
from policies.node import UNKNOWN, Node
from policies.truth import Truth


def allow(*actions: str, **fields: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*", **fields}


def judged(*statements: Any, certain: Truth = Truth.TRUE) -> Truth:
    return escalates(granted_widely(Node({"Statement": list(statements)}), certain))


@pytest.mark.parametrize("actions", ESCALATION, ids="+".join)
def test_each_entry_escalates_and_no_part_of_it_does(actions: tuple[str, ...]) -> None:
    assert judged(allow(*actions)) is Truth.TRUE
    assert judged(*(allow(action) for action in actions)) is Truth.TRUE
    for action in actions:
        rest = [one for one in actions if one != action]
        assert judged(allow(*rest)) is Truth.FALSE
    assert judged(allow(*actions), certain=Truth.UNKNOWN) is Truth.UNKNOWN


@pytest.mark.parametrize(
    "narrowed",
    [
        {"Resource": "arn:aws:iam::111122223333:role/one"},
        {"Effect": "Deny"},
        {"Condition": {"StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/b"}}},
        {"Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}},
    ],
)
def test_what_is_narrowed_does_not_escalate(narrowed: dict[str, Any]) -> None:
    assert judged(allow("iam:AttachRolePolicy", "iam:PassRole", "ec2:RunInstances", **narrowed)) is Truth.FALSE


def test_all_roles_of_an_account_are_not_narrow() -> None:
    assert judged(allow("iam:PutRolePolicy", Resource="arn:aws:iam::111122223333:role/*")) is Truth.TRUE


def test_an_unknown_document_may_escalate() -> None:
    assert escalates(granted_widely(Node(UNKNOWN))) is Truth.UNKNOWN
    assert escalates(granted_widely(Node(None))) is Truth.FALSE


@pytest.mark.parametrize("actions", [CREDENTIALS, READS, SCOPABLE_WRITES, *ESCALATION])
def test_the_lists_hold_actions_without_wildcards_each_once(actions: tuple[str, ...]) -> None:
    assert len(set(actions)) == len(actions)
    assert all(one.count(":") == 1 and not set(one) & set("*? ") for one in actions)


def test_deputies_are_service_principals() -> None:
    assert all(one.endswith(".amazonaws.com") for one in DEPUTIES)
