"""Policy documents are compared by what they say, not by how AWS writes them down."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from foundation.documents import by_sid, document, sids

STATEMENT: dict[str, Any] = {"Sid": "A", "Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": ["x"]}


def test_order_and_lists_of_one_make_no_difference() -> None:
    given_back = {"Resource": "x", "Action": ["s3:List*", "s3:Get*"], "Effect": "Allow", "Sid": "A"}
    assert by_sid({"Statement": given_back}) == sids(STATEMENT)


@given(st.permutations(["s3:GetObject", "s3:PutObject", "kms:Decrypt"]))
def test_any_order_is_the_same(actions: list[str]) -> None:
    assert sids({**STATEMENT, "Action": actions}) == sids({**STATEMENT, "Action": sorted(actions)})


def test_an_action_more_is_seen() -> None:
    assert sids({**STATEMENT, "Action": ["s3:*"]}) != sids(STATEMENT)


def test_no_document_is_none() -> None:
    assert by_sid(None) is None
    assert by_sid("") is None


def test_statements_without_a_name_are_told_by_their_place() -> None:
    assert set(by_sid(json.dumps({"Statement": [{"Effect": "Deny"}]})) or {}) == {"statement 1"}


def test_a_document_has_no_spaces() -> None:
    assert " " not in document([STATEMENT])
