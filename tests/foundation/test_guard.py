"""The guard remembers how the account was, in tags, and takes from every pipeline what none may do."""

from __future__ import annotations

from typing import Any

import pytest

from foundation import FoundationError
from foundation.guard import Guard, statements
from tests.foundation.conftest import Place


@pytest.fixture
def guard(place: Place) -> Guard:
    """A guard that remembers nothing yet."""
    made = Guard(place.names())
    made.create()
    return made


@pytest.mark.parametrize("before", [{}, {"tokens": "optional"}, {"kind": "BASIC", "images:*": "SCAN_ON_PUSH"}])
def test_what_is_remembered_is_what_was(guard: Guard, before: dict[str, str]) -> None:
    guard.remember("setting/eu-central-1", before)
    assert guard.before("setting/eu-central-1") == before
    guard.remember("setting/eu-central-1", {"something": "later"})
    assert guard.before("setting/eu-central-1") == before
    guard.forget("setting/eu-central-1")
    assert guard.before("setting/eu-central-1") is None


def test_what_no_tag_can_hold_is_not_remembered_by_half(guard: Guard) -> None:
    with pytest.raises(FoundationError, match="too long to remember"):
        guard.remember("image-scanning", {f"images:{number}": "SCAN_ON_PUSH" for number in range(20)})
    assert guard.before("image-scanning") is None


def test_it_only_denies(guard: Guard) -> None:
    written: list[dict[str, Any]] = statements(guard.names)
    assert {one["Effect"] for one in written} == {"Deny"}
    denied = {action for one in written for action in one.get("Action", [])}
    assert {"s3:PutAccountPublicAccessBlock", "iam:CreateUser", "ec2:DisableEbsEncryptionByDefault"} <= denied


def test_before_it_is_there_nothing_is_remembered(place: Place) -> None:
    assert Guard(place.names()).before("anything") is None
