"""How far any role that a stack makes can ever get, whatever its policies say.

A pipeline that may write policies could otherwise write itself an administrator: it makes a role, gives it everything,
and takes it. With this boundary on each role that it makes, that role has what the platform's workloads need, and none
of what makes identities, opens keys and buckets to others, or reaches the foundation.
"""

from __future__ import annotations

from typing import Final

from foundation.documents import Statement
from foundation.names import PATH, Names

_USED: Final = [
    "autoscaling:Describe*",
    "cloudwatch:*",
    "ec2:*",
    "ecr:*",
    "ecr-public:*",
    "eks:*",
    "eks-auth:*",
    "elasticloadbalancing:*",
    "events:*",
    "kms:*",
    "logs:*",
    "pricing:*",
    "rds:*",
    "rds-db:connect",
    "route53:*",
    "s3:*",
    "secretsmanager:*",
    "sns:*",
    "sqs:*",
    "ssm:*",
    "ssmmessages:*",
    "ec2messages:*",
    "sts:AssumeRole",
    "sts:AssumeRoleForPodIdentity",
    "sts:GetCallerIdentity",
    "sts:TagSession",
    "xray:*",
]
"""What workloads, nodes and controllers work with."""
_MACHINES: Final = [
    "iam:AddRoleToInstanceProfile",
    "iam:CreateInstanceProfile",
    "iam:DeleteInstanceProfile",
    "iam:Get*",
    "iam:List*",
    "iam:RemoveRoleFromInstanceProfile",
    "iam:TagInstanceProfile",
]
"""What a controller that makes machines needs of IAM, beside a role to pass."""
_WIDENING: Final = [
    "ec2:DisableEbsEncryptionByDefault",
    "ec2:ModifyInstanceMetadataDefaults",
    "ecr:PutRegistryScanningConfiguration",
    "eks:AssociateAccessPolicy",
    "eks:CreateAccessEntry",
    "eks:CreatePodIdentityAssociation",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "s3:DeleteBucketPolicy",
    "s3:PutAccountPublicAccessBlock",
    "s3:PutBucketPolicy",
    "secretsmanager:PutResourcePolicy",
    "ssm:SendCommand",
    "ssm:StartSession",
]
"""What would let others in, or do as others."""


def statements(names: Names) -> list[Statement]:
    """The boundary: the services that workloads, nodes and controllers use, without what escalates."""
    account = names.account
    return [
        {
            "Sid": "WhatWorkloadsUse",
            "Effect": "Allow",
            "Action": _USED,
            "Resource": "*",
        },
        {
            "Sid": "WhatControllersMakeAndRead",
            "Effect": "Allow",
            "Action": _MACHINES,
            "Resource": "*",
        },
        {
            "Sid": "WhatControllersPass",
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": account.arn("iam", "role/gpu-*"),
            "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        },
        {
            "Sid": "NeverTheFoundation",
            "Effect": "Deny",
            "Action": "*",
            "Resource": [
                f"arn:{account.partition}:s3:::{names.state_bucket}",
                f"arn:{account.partition}:s3:::{names.state_bucket}/*",
                f"arn:{account.partition}:s3:::{names.log_bucket}",
                f"arn:{account.partition}:s3:::{names.log_bucket}/*",
                account.arn("iam", f"role{PATH}*"),
                account.arn("iam", f"policy{PATH}*"),
            ],
        },
        {
            "Sid": "NeverWiderAccess",
            "Effect": "Deny",
            "Action": _WIDENING,
            "Resource": "*",
        },
    ]
