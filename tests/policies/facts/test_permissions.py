"""What identities may do is found wherever it is written, and whatever it is attached by."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.permissions import ATTACHMENTS, ROLE, attached, carried, documents, forbid_attached, forbid_grants
from policies.finding import Outcome
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

TEXT = '{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}'


def resource(type_: str, name: str = "one", **properties: Any) -> Resource:
    made = Resource(urn=f"urn::{name}", type=type_, name=name, properties=properties, id=f"{name}-id")
    Stack([made])
    return made


@pytest.mark.parametrize(
    ("held", "path"),
    [
        (resource("aws:iam/policy:Policy", policy=TEXT), "policy"),
        (resource("aws:iam/groupPolicy:GroupPolicy", policy=TEXT), "policy"),
        (resource(ROLE, inlinePolicies=[{"name": "a", "policy": TEXT}]), "inlinePolicies[0].policy"),
        (
            resource("aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy", inlinePolicy=TEXT),
            "inlinePolicy",
        ),
    ],
)
def test_the_text_of_a_policy_lies_in_several_places(held: Resource, path: str) -> None:
    assert [one.path for one in documents(held)] == [path]
    (finding,) = forbid_grants(held, lambda one: one.covers_action("s3:GetObject"))
    assert finding.path == f"{path}.Statement"


def test_what_is_denied_is_not_granted() -> None:
    refusing = resource("aws:iam/policy:Policy", policy={"Statement": {"Effect": "Deny", "Action": "*"}})
    assert forbid_grants(refusing, lambda _: Truth.TRUE) == []


def test_a_role_carries_what_is_written_into_it_bound_to_it_and_attached_to_it() -> None:
    role = resource(ROLE, "role", inlinePolicies=[{"policy": "{}"}], managedPolicyArns=["p-id"])
    stack = Stack(
        [
            role,
            resource("aws:iam/policy:Policy", "p", policy="{}"),
            resource("aws:iam/policy:Policy", "q", policy="{}"),
            resource("aws:iam/policy:Policy", "other", policy="{}"),
            resource("aws:iam/rolePolicy:RolePolicy", "inline", role="role-id", policy="{}"),
            resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attached", role="role-id", policyArn="q-id"),
            resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws", role="role-id", policyArn="arn:aws:x"),
            resource("aws:iam/rolePolicy:RolePolicy", "maybe", role=UNKNOWN, policy="{}"),
        ]
    )
    assert stack.of(ROLE) is not None
    found = [certain for _, certain in carried(role)]
    assert (found.count(Truth.TRUE), found.count(Truth.UNKNOWN)) == (4, 1)


@pytest.mark.parametrize("type_", ATTACHMENTS)
def test_every_attachment_tells_what_it_attaches(type_: str) -> None:
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    single, several = ("policyArn", "managedPolicyArn"), ("policyArns", "managedPolicyArns")
    given: dict[str, Any] = dict.fromkeys(single, arn) | {key: [arn] for key in several}
    made = resource(type_, **given)
    assert [one.value for one in attached(made)] == [arn]
    (finding,) = forbid_attached(made, "AdministratorAccess")
    assert finding.outcome is Outcome.VIOLATED
    assert forbid_attached(made, "ReadOnlyAccess") == []


def test_a_policy_of_the_stack_is_none_of_aws_while_its_arn_is_unknown() -> None:
    own = resource("aws:iam/policy:Policy", "own")
    attaching = Resource(
        urn="urn::a",
        type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        name="a",
        properties={"policyArn": UNKNOWN},
        property_dependencies={"policyArn": ("urn::own",)},
    )
    Stack([own, attaching])
    assert forbid_attached(attaching, "AdministratorAccess") == []
    (finding,) = forbid_attached(
        resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", policyArn=UNKNOWN), "AdministratorAccess"
    )
    assert finding.outcome is Outcome.UNKNOWN
