"""A role's permissions stand in a policy of their own, which only that role has."""

from __future__ import annotations

import json

import pulumi
from pulumi_aws import iam

from components.grant import grant
from components.policy_document import policy_document, trust
from tests.components.surroundings import bring_up
from tests.harness import Deployer

STATEMENTS = (
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a/*"},
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b"},
)


def test_the_role_has_a_policy_with_these_statements_and_no_other(deploy: Deployer) -> None:
    def build(opts: pulumi.ResourceOptions) -> None:
        role = iam.Role("reader", assume_role_policy=policy_document(trust("ec2.amazonaws.com")), opts=opts)
        granted = grant("reader", role, *STATEMENTS, opts=opts)
        pulumi.export("ready", granted.id)

    made = bring_up(deploy, build)
    policy = made.of("aws:iam/policy:Policy", "reader")
    assert json.loads(policy.inputs["policy"]) == {"Version": "2012-10-17", "Statement": list(STATEMENTS)}
    attachment = made.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "reader")
    role = made.outputs("aws:iam/role:Role", "reader")["name"]
    assert attachment.inputs == {"role": role, "policyArn": policy.outputs["arn"]}
    assert made.summary.outputs["ready"] == attachment.id
    assert made.names("aws:iam/rolePolicy:RolePolicy") == set()
