"""What identities may do: the policies that users, groups, roles and permission sets carry, inline or attached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.truth import Truth

ROLE: Final = "aws:iam/role:Role"
POLICIES: Final = (
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
)
_INLINE: Final = ("aws:iam/rolePolicy:RolePolicy",)
_ATTACHING: Final = ("aws:iam/rolePolicyAttachment:RolePolicyAttachment",)
_EXCLUSIVE: Final = ("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",)
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


def forbid_grants(resource: Resource, forbidden: Callable[[Statement], Truth]) -> Findings:
    """What is wrong with the permissions that a resource of `PERMISSIONS` gives."""
    return [
        found
        for document in documents(resource)
        for found in forbid_statements(resource, document, lambda one: one.allows() & forbidden(one))
    ]


def carried(role: Resource) -> Iterator[tuple[Node, Truth]]:
    """The policies that a role carries as far as their text is in this stack, and whether it certainly does."""
    yield from ((document, Truth.TRUE) for document in (*documents(role), *_attached_documents(role)))
    for types, by in ((_INLINE, "role"), (_ATTACHING, "role"), (_EXCLUSIVE, "roleName")):
        bound = role.stack.bound_to(role, types, by=by)
        yield from ((document, Truth.TRUE) for one in bound.certain for document in _named(one))
        yield from ((document, Truth.UNKNOWN) for one in bound.possible for document in _named(one))


def _named(resource: Resource) -> Iterator[Node]:
    yield from documents(resource) if resource.type in _INLINE else _attached_documents(resource)


def _attached_documents(resource: Resource) -> Iterator[Node]:
    """The texts of the attached policies; what is attached from elsewhere is not known, and is none of this stack's."""
    for arn in attached(resource):
        policies = resource.stack.referred(arn, POLICIES)
        yield from (policy["policy"] for policy in policies)
        if not policies and arn.value is UNKNOWN:
            yield arn


def attached(resource: Resource) -> Iterator[Node]:
    """The ARNs of the policies that a resource of `ATTACHMENTS` attaches."""
    yield from resource[_ATTACHED[resource.type]].each()


def forbid_attached(resource: Resource, *names: str) -> Findings:
    """What is wrong with a resource of `ATTACHMENTS` that attaches one of these managed policies of AWS."""
    findings = []
    for arn in attached(resource):
        # At preview the ARN of a policy of the stack itself is unknown, but is none of AWS's.
        own = bool(resource.stack.referred(arn, POLICIES))
        named = Truth.FALSE if own else arn.matches(rf"arn:[^:]*:iam::aws:policy/(.*/)?({'|'.join(names)})")
        findings += resource.forbid(named, arn)
    return findings
