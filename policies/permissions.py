"""What identities may do: the policies that users, groups, roles and permission sets carry, inline or attached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from policies.finding import Findings
from policies.node import Node
from policies.policy_document import Statement, statements
from policies.resource import Resource
from policies.truth import Truth

ROLE: Final = "aws:iam/role:Role"
POLICIES: Final = (
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
)
PERMISSIONS: Final = (*POLICIES, ROLE, "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy")
"""Every type that holds the text of a policy for identities."""
_ATTACHED: Final = {
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
    "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive": "managedPolicyArns",
    ROLE: "managedPolicyArns",
}
"""Where a type names policies that stand for themselves."""
ATTACHMENTS: Final = tuple(_ATTACHED)


def documents(resource: Resource) -> Iterator[Node]:
    """The policies whose text a resource of `PERMISSIONS` holds."""
    if resource.type == ROLE:
        yield from (inline["policy"] for inline in resource["inlinePolicies"].each())
    else:
        yield resource["policy" if resource.type in POLICIES else "inlinePolicy"]


def granted(resource: Resource) -> Iterator[tuple[Statement, Truth]]:
    """The statements of a resource of `PERMISSIONS`, and whether each allows something."""
    for document in documents(resource):
        for statement in statements(document):
            yield statement, statement.allows()


def forbid_grants(resource: Resource, forbidden: Callable[[Statement], Truth]) -> Findings:
    """What is wrong with the permissions that a resource gives."""
    return [
        finding
        for statement, allows in granted(resource)
        for finding in resource.forbid(allows & forbidden(statement), statement.node)
    ]


def attached(resource: Resource) -> Iterator[Node]:
    """The ARNs of the policies that a resource of `ATTACHMENTS` attaches."""
    yield from resource[_ATTACHED[resource.type]].each()
