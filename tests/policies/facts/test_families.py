"""Every type that a rule looks at, or a family names, is one of the SDKs: no rule waits for what never comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pulumi_aws
import pulumi_kubernetes
import pytest

from policies.catalogue import all_rules
from policies.facts import families
from policies.rule import ANY, Rule

TOKEN = re.compile(rb"""["']((?:aws|kubernetes):[\w./-]+:\w+)["']""")
CUSTOM = re.compile(r"kubernetes:[\w-]+(?:\.[\w-]+)+/v\w+:\w+")
"""The type of a custom resource: any group that has a domain."""
MANIFEST_LIST = "kubernetes:core/v1:List"
"""Only manifests have it."""


@cache
def known() -> frozenset[str]:
    """Every type token in the installed SDKs."""
    found: set[bytes] = set()
    for package in (pulumi_aws, pulumi_kubernetes):
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            found.update(TOKEN.findall(path.read_bytes()))
    return frozenset(token.decode() for token in found)


def family_types() -> Iterator[str]:
    for name, value in vars(families).items():
        if name.isupper() and isinstance(value, tuple):
            yield from value


def is_known(token: str) -> bool:
    return (
        token in {ANY, MANIFEST_LIST}
        or token in known()
        or token.startswith("pulumi:")
        or CUSTOM.fullmatch(token) is not None
    )


def test_families_name_types_that_there_are() -> None:
    assert [token for token in family_types() if not is_known(token)] == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_looks_at_types_that_there_are(rule: Rule) -> None:
    assert [token for token in rule.types if not is_known(token)] == []
