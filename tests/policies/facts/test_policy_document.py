"""What a statement of a policy says, however it is spelled, and whatever of it is unknown."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.policy_document import Statement, parsed, statements
from policies.node import UNKNOWN, Node, Secret
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def statement(**fields: Any) -> Statement:
    return Statement(Node(fields))


@pytest.mark.parametrize(
    "document",
    [
        {"Statement": {"Effect": "Allow"}},
        {"Statement": [{"Effect": "Allow"}]},
        [{"Statement": {"Effect": "Allow"}}],
        '{"Statement": {"Effect": "Allow"}}',
        Secret('{"Statement": {"Effect": "Allow"}}'),
    ],
)
def test_a_document_is_text_or_an_object_and_its_statements_a_list_or_one(document: Any) -> None:
    assert [one.allows() for one in statements(Node(document))] == [T]


@pytest.mark.parametrize("document", [UNKNOWN, "no JSON", 1, {"Statement": UNKNOWN}, '{"Statement": 1}'])
def test_what_cannot_be_read_is_one_unknown_statement(document: Any) -> None:
    (only,) = statements(Node(document))
    assert only.allows() is U


def test_no_document_has_no_statements() -> None:
    assert statements(Node(None)) == statements(Node("")) == []
    assert parsed(Node(None)).value is None


@pytest.mark.parametrize(
    ("fields", "covers"),
    [
        ({"Action": "s3:GetObject"}, T),
        ({"Action": ["sqs:*", "S3:get*"]}, T),
        ({"Action": "s3:GetObjec?"}, T),
        ({"Action": "s3:Put*"}, F),
        ({"NotAction": "s3:Put*"}, T),
        ({"NotAction": ["s3:*"]}, F),
        ({"Action": UNKNOWN}, U),
        ({"Action": [UNKNOWN, "s3:*"]}, T),
        ({"NotAction": UNKNOWN}, U),
        ({}, F),
    ],
)
def test_actions_are_covered_by_patterns_and_by_what_is_not_excepted(fields: dict[str, Any], covers: Truth) -> None:
    assert statement(**fields).covers_action("s3:GetObject") is covers


@pytest.mark.parametrize(
    ("fields", "anyone"),
    [
        ({"Principal": "*"}, T),
        ({"Principal": {"AWS": "*"}}, T),
        ({"Principal": {"AWS": ["111122223333", "*"]}}, T),
        ({"NotPrincipal": {"AWS": "111122223333"}}, T),
        ({"Principal": {"Service": "*"}}, F),
        ({"Principal": {"AWS": "111122223333"}}, F),
        ({"Principal": {"AWS": UNKNOWN}}, U),
        ({"Principal": UNKNOWN}, U),
    ],
)
def test_anyone_has_several_spellings(fields: dict[str, Any], anyone: Truth) -> None:
    assert statement(**fields).is_for_anyone() is anyone


@pytest.mark.parametrize(
    ("condition", "restricted"),
    [
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, T),
        ({"StringEquals": {"AWS:principalorgid": ["o-1", "o-2"]}}, T),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}, T),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-central-1:111122223333:*"}}, T),
        ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, T),
        ({"StringEquals": {"aws:SourceVpce": UNKNOWN}}, U),
        ({"StringEquals": UNKNOWN}, U),
        (UNKNOWN, U),
        ({"StringEquals": UNKNOWN, "ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-central-1:111122223333:t"}}, T),
        (None, F),
        ({"StringEquals": {"aws:PrincipalOrgID": ["o-1", "*"]}}, F),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, F),
        ({"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}, F),
        ({"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-1"}}, F),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}}, F),
        ({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, F),
        ({"Bool": {"aws:SecureTransport": "true"}}, F),
        ({"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}, F),
    ],
)
def test_a_condition_restricts_if_it_demands_who_or_from_where(condition: Any, restricted: Truth) -> None:
    assert statement(Condition=condition).is_restricted() is restricted


@pytest.mark.parametrize(
    ("condition", "refuses"),
    [
        ({"Bool": {"aws:SecureTransport": "false"}}, T),
        ({"BoolIfExists": {"AWS:securetransport": [False]}}, T),
        ({"Bool": {"aws:SecureTransport": "true"}}, F),
        ({"Bool": {"aws:SecureTransport": []}}, F),
        ({"Bool": {"aws:SecureTransport": "false"}, "StringEquals": {"aws:SourceVpc": "vpc-1"}}, F),
        ({"Bool": {"aws:SecureTransport": "false"}, "StringEquals": UNKNOWN}, U),
        ({"Bool": UNKNOWN}, U),
        (None, F),
    ],
)
def test_plain_http_is_refused_by_one_condition_alone(condition: Any, refuses: Truth) -> None:
    denied = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Condition": condition}
    assert statement(**denied).refuses_plain_http() is refuses
    assert statement(**denied | {"Principal": {"AWS": "111122223333"}}).refuses_plain_http() is F
    assert statement(**denied | {"Action": "s3:GetObject"}).refuses_plain_http() is F
    assert statement(**denied | {"Effect": "Allow"}).refuses_plain_http() is F


@pytest.mark.parametrize(
    ("fields", "everything"),
    [
        ({"Action": "*"}, T),
        ({"Action": ["s3:GetObject", "*:*"]}, T),
        ({"NotAction": "s3:*"}, T),
        ({"NotAction": ["iam:*", "organizations:*"]}, F),
        ({"Action": "s3:*"}, F),
        ({"Action": UNKNOWN}, U),
    ],
)
def test_an_administrator_may_do_everything_or_all_that_makes_one(fields: dict[str, Any], everything: Truth) -> None:
    assert statement(**fields).covers_everything() is everything


@pytest.mark.parametrize("pattern", ["*", "**", "arn:*", "arn:aws:*", "arn:*:*:*:*", "arn:aws-cn:*:*:*:*"])
def test_any_resource_has_several_spellings(pattern: str) -> None:
    assert statement(Resource=["arn:aws:s3:::data", pattern]).is_for_any_resource() is T


@pytest.mark.parametrize("pattern", ["arn:aws:s3:::*", "arn:aws:kms:*:111122223333:key/*", "arn:aws:s3:::data/*"])
def test_a_service_s_resources_are_not_any(pattern: str) -> None:
    assert statement(Resource=pattern).is_for_any_resource() is F


def test_all_resources_but_some_are_any() -> None:
    assert statement(NotResource="arn:aws:s3:::data").is_for_any_resource() is T
    assert statement(Resource=UNKNOWN).is_for_any_resource() is U
