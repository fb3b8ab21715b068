"""Policy documents from statements in Pulumi's words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from protocol.provider import ProviderError
from sandbox.providers.aws.functions.policy_document import combined, statement

READ = {"sid": "Read", "actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::lake/*"]}
READ_IN_IAM = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::lake/*"}


def source(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_nothing_given_allows_nothing() -> None:
    assert combined({}) == {"Version": "2012-10-17", "Statement": []}


def test_one_value_stands_alone_and_several_are_sorted() -> None:
    assert statement({**READ, "actions": ["s3:PutObject", "s3:GetObject"]}) == {
        **READ_IN_IAM,
        "Action": ["s3:GetObject", "s3:PutObject"],
    }


def test_every_part_of_a_statement() -> None:
    given_parts = {
        "effect": "Deny",
        "notActions": ["iam:*"],
        "notResources": ["*"],
        "principals": [{"type": "Service", "identifiers": ["b.amazonaws.com", "a.amazonaws.com"]}],
        "notPrincipals": [{"type": "AWS", "identifiers": ["123456789012"]}],
        "conditions": [
            {"test": "StringLike", "variable": "s3:prefix", "values": ["home/&{aws:username}/*"]},
            {"test": "StringLike", "variable": "s3:prefix", "values": ["public/*"]},
            {"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]},
        ],
    }
    assert statement(given_parts) == {
        "Effect": "Deny",
        "NotAction": "iam:*",
        "NotResource": "*",
        "Principal": {"Service": ["a.amazonaws.com", "b.amazonaws.com"]},
        "NotPrincipal": {"AWS": "123456789012"},
        "Condition": {
            "StringLike": {"s3:prefix": ["home/${aws:username}/*", "public/*"]},
            "Bool": {"aws:SecureTransport": "false"},
        },
    }


def test_everybody_is_a_star() -> None:
    assert statement({"principals": [{"type": "*", "identifiers": ["*"]}]})["Principal"] == "*"
    assert statement({"principals": [{"type": "AWS", "identifiers": ["*"]}]})["Principal"] == {"AWS": "*"}


def test_statements_replace_those_of_the_sources_and_are_replaced_by_overrides() -> None:
    document = combined(
        {
            "version": "2008-10-17",
            "policyId": "lake",
            "sourcePolicyDocuments": [source(Sid="Read", Effect="Deny"), source(Sid="Other", Effect="Allow")],
            "statements": [READ, {"sid": "Last", "effect": "Deny"}],
            "overridePolicyDocuments": [source(Sid="Last", Effect="Allow", Action="s3:*"), source(Effect="Deny")],
        }
    )
    assert document == {
        "Version": "2012-10-17",  # the overriding documents' word
        "Id": "lake",
        "Statement": [
            READ_IN_IAM,
            {"Sid": "Other", "Effect": "Allow"},
            {"Sid": "Last", "Effect": "Allow", "Action": "s3:*"},
            {"Effect": "Deny"},
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"statements": [READ, READ]}, "statements: more than one statement has the sid Read"),
        (
            {"sourcePolicyDocuments": [source(Sid="A"), source(Sid="A")]},
            "sourcePolicyDocuments: more than one statement has the sid A",
        ),
        ({"overridePolicyDocuments": ["{", "{}"]}, r"overridePolicyDocuments\[0\]: must be a policy document in JSON"),
        ({"sourcePolicyDocuments": ["[]"]}, r"sourcePolicyDocuments\[0\]: must be a policy document, a JSON object"),
    ],
)
def test_mistakes_are_told(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ProviderError, match=message):
        combined(arguments)


@given(some.lists(some.sampled_from(["s3:Get*", "s3:Put*", "kms:Decrypt"]), min_size=1))
def test_order_and_repetition_of_actions_do_not_matter(actions: list[str]) -> None:
    assert statement({"actions": actions}) == statement({"actions": sorted(set(actions))})
