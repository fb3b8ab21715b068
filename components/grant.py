"""What a role may do."""

import pulumi
from pulumi_aws import iam

from components.policy_document import Statement, policy_document


def grant(name: str, role: iam.Role, *statements: Statement, opts: pulumi.ResourceOptions) -> iam.RolePolicyAttachment:
    """Give a role permissions. Whoever waits for what is returned may rely on them.

    They stand in a policy of their own, not inside the role: the account lists it, keeps its last versions, and shows
    who has it.

    Args:
        name: logical name of the policy and of its attachment.
        opts: options of both.
    """
    policy = iam.Policy(name, policy=policy_document(*statements), opts=opts)
    return iam.RolePolicyAttachment(name, role=role.name, policy_arn=policy.arn, opts=opts)
