"""What ACLs give to everyone: by a canned ACL, or by grants in either spelling."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.acls import forbid_public
from policies.facts.families import BUCKET_ACLS, BUCKETS
from policies.resource import Resource

GROUP = "http://acs.amazonaws.com/groups/global/"


def found(type_: str, **properties: Any) -> list[str]:
    made = Resource(urn="urn::one", type=type_, name="one", properties=properties)
    return [one.path for one in forbid_public(made, ("public-read",), ("READ",))]


@pytest.mark.parametrize("type_", [BUCKETS[0], BUCKET_ACLS[0]])
def test_canned(type_: str) -> None:
    assert found(type_, acl="public-read") == ["acl"]
    assert found(type_, acl="private") == []
    assert found(type_) == []


@pytest.mark.parametrize(
    ("group", "permission", "public"),
    [("AllUsers", "READ", 1), ("AuthenticatedUsers", "READ", 1), ("AllUsers", "WRITE", 0), ("Nobody", "READ", 0)],
)
def test_grants(group: str, permission: str, public: int) -> None:
    inline = {"grants": [{"uri": GROUP + group, "permissions": [permission, "WRITE"]}]}
    apart = {"grants": [{"grantee": {"uri": GROUP + group}, "permission": permission}]}
    assert found(BUCKETS[0], **inline) == ["grants[0]"] * public
    assert found(BUCKET_ACLS[0], accessControlPolicy=apart) == ["accessControlPolicy.grants[0]"] * public
