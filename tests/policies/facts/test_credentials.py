"""Credentials are told by the name of a setting, or by their own look; what only stands for one is none."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.credentials import holds_credential, is_credential
from policies.node import UNKNOWN, Node
from policies.truth import Truth, truth


@pytest.mark.parametrize(
    ("name", "value", "outcome"),
    [
        ("DB_PASSWORD", "hunter2", True),
        ("password", "hunter2", True),
        ("API-KEY", "x1", True),
        ("AWS_SECRET_ACCESS_KEY", "x", True),
        ("PGPASSWORD", "x", True),
        ("client_secret", "x", True),
        ("DB_PASSWORD", "", False),
        ("DB_PASSWORD", None, False),
        ("DB_PASSWORD", "$(OTHER)", False),
        ("DB_PASSWORD", "${OTHER}", False),
        ("SECRET", "arn:aws:secretsmanager:eu-central-1:1:secret:a", False),
        ("TOKEN", "/var/run/secrets/token", False),
        ("USE_TOKEN", "true", False),
        ("MAX_TOKENS", "512", False),
        ("SECRET_ARN", "x", False),
        ("COMPASS", "north", False),
    ],
)
def test_a_name_tells(name: str, value: Any, outcome: bool) -> None:
    assert is_credential(Node(name), Node(value)) is truth(outcome)


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("AKIAABCDEFGHIJKLMNOP", True),
        ("-----BEGIN PRIVATE KEY-----", True),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", True),
        ("-----BEGIN CERTIFICATE-----", False),
        ("ghp_" + "a" * 36, True),
        ("hf_" + "a" * 34, True),
        ("postgres://web:hunter2@db/web", True),
        ("postgres://web:$(PASSWORD)@db/web", False),
        ("postgresql+psycopg2://web@db/web", False),
        ("http://web:8080/a@b", False),
        ("serve --password=hunter2", True),
        ("serve --password=$(PASSWORD)", False),
        (7, False),
    ],
)
def test_a_value_tells(value: Any, outcome: bool) -> None:
    assert holds_credential(Node(value)) is truth(outcome)


def test_what_is_unknown_may_be_a_credential_unless_it_is_an_output_under_a_harmless_name() -> None:
    output = Node(UNKNOWN, sources=frozenset({"urn:database"}))
    assert is_credential(Node("HOST"), output) is Truth.FALSE
    assert is_credential(Node("DB_PASSWORD"), output) is Truth.UNKNOWN
    assert is_credential(Node("HOST"), Node(UNKNOWN)) is Truth.UNKNOWN
    assert is_credential(Node(UNKNOWN), Node("hunter2")) is Truth.UNKNOWN
