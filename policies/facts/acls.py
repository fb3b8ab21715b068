"""ACLs of buckets: what they grant to groups that anyone is in."""

from __future__ import annotations

from policies.facts.families import BUCKETS
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth, some

_PUBLIC_GROUPS = r"https?://acs\.amazonaws\.com/groups/global/(AllUsers|AuthenticatedUsers)"


def forbid_public(resource: Resource, acls: tuple[str, ...], permissions: tuple[str, ...]) -> Findings:
    """What a bucket, or the ACL of one, gives to everyone.

    Args:
        acls: the canned ACLs that give it.
        permissions: the permissions that do.
    """
    acl = resource["acl"]
    findings = resource.forbid(acl.equals(*acls), acl)
    for grant in _grants(resource):
        findings += resource.forbid(_is_public(grant) & _permits(grant, permissions), grant)
    return findings


def _grants(resource: Resource) -> list[Node]:
    if resource.type in BUCKETS:
        return list(resource["grants"].each())
    return list(resource["accessControlPolicy"]["grants"].each())


def _is_public(grant: Node) -> Truth:
    return grant["uri"].matches(_PUBLIC_GROUPS) | grant["grantee"]["uri"].matches(_PUBLIC_GROUPS)


def _permits(grant: Node, permissions: tuple[str, ...]) -> Truth:
    return some(one.equals(*permissions) for key in ("permission", "permissions") for one in grant[key].each())
