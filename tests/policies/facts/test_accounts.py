"""Whether a principal is of the stack's own account, as far as that is known."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.accounts import is_foreign, sets_up_an_account
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

OWN, OTHER = "111122223333", "444455556666"
F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def resource(type_: str, properties: Any = None, **fields: Any) -> Resource:
    return Resource(urn=f"urn::{type_}", type=type_, name="one", properties=properties or {}, **fields)


KNOWN = {
    "a resource's ARN": resource("t", outputs={"arn": f"arn:aws:iam::{OWN}:role/a"}),
    "the provider's, recorded": resource("pulumi:providers:aws", {"allowedAccountIds": f'["{OWN}"]'}),
    "the provider's": resource("pulumi:providers:aws", {"allowedAccountIds": [OWN]}),
}


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_known_by_an_arn_of_the_stack_or_by_its_provider(known: Resource) -> None:
    stack = Stack([known])
    assert is_foreign(stack, Node(OWN)) is F
    assert is_foreign(stack, Node(f"arn:aws:iam::{OWN}:role/b")) is F
    assert is_foreign(stack, Node(OTHER)) is T
    assert is_foreign(stack, Node(f"arn:aws:iam::{OTHER}:root")) is T


def test_unknown_while_nothing_names_the_stack_s_account() -> None:
    assert is_foreign(Stack([resource("t")]), Node(OTHER)) is U
    unknown = resource("pulumi:providers:aws", {"allowedAccountIds": UNKNOWN})
    assert is_foreign(Stack([unknown, KNOWN["a resource's ARN"]]), Node(OTHER)) is U


def test_principals_that_are_no_accounts() -> None:
    stack = Stack([])
    assert is_foreign(stack, Node("*")) is T
    assert is_foreign(stack, Node("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1")) is F
    assert is_foreign(stack, Node(UNKNOWN)) is U
    assert is_foreign(stack, Node(1)) is F


def test_a_stack_with_a_setting_of_the_account_sets_it_up() -> None:
    assert sets_up_an_account(Stack([resource("aws:iam/accountPasswordPolicy:AccountPasswordPolicy")]))
    assert not sets_up_an_account(Stack([resource("aws:s3/bucket:Bucket")]))
