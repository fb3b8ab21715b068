"""What Karpenter's controller may do: make and remove its own instances, and read what it needs to choose them.

Karpenter marks all it makes with the cluster's name and a node pool; nothing without these marks can be changed. What
it needs is listed in https://karpenter.sh/docs/reference/cloudformation/.
"""

from typing import Any

import pulumi
from pulumi_aws import kms

from components.account import Account
from components.keys import USE
from components.policy_document import Statement

READS = [
    "ec2:DescribeCapacityReservations",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeInstanceTypeOfferings",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeInstances",
    "ec2:DescribeLaunchTemplates",
    "ec2:DescribePlacementGroups",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSpotPriceHistory",
    "ec2:DescribeSubnets",
]
"""Reads that EC2 cannot narrow down to single resources."""

MADE = ("fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume")
"""What comes into being with a node."""

Resources = list[pulumi.Output[str]]


def instances(cluster_name: pulumi.Output[str], account: Account) -> list[Statement]:
    """Starting, marking and ending instances."""

    def ec2(*kinds: str, owner: pulumi.Input[str] = account.id) -> Resources:
        prefix = pulumi.Output.concat("arn:", account.partition, ":ec2:", account.region, ":", owner, ":")
        return [pulumi.Output.concat(prefix, kind, "/*") for kind in kinds]

    def marked(where: str) -> dict[str, Any]:
        # The cluster's name is part of the condition's key, so the key is known only when the cluster is.
        owned = cluster_name.apply(lambda cluster: {f"aws:{where}/kubernetes.io/cluster/{cluster}": "owned"})
        return {"StringEquals": owned, "StringLike": {f"aws:{where}/karpenter.sh/nodepool": "*"}}

    start = ["ec2:CreateFleet", "ec2:RunInstances"]
    creates = {"ec2:CreateAction": ["CreateFleet", "CreateLaunchTemplate", "RunInstances"]}
    asked = marked("RequestTag")
    created = asked | {"StringEquals": asked["StringEquals"].apply(lambda owned: owned | creates)}
    tag_names = {
        "ForAllValues:StringEquals": {"aws:TagKeys": ["Name", "eks:eks-cluster-name", "karpenter.sh/nodeclaim"]}
    }
    images = ec2("image", "snapshot", owner="")
    given = ec2("capacity-reservation", "security-group", "subnet")
    return [
        _allow("StartFromOurNetwork", start, [*images, *given]),
        _allow("StartFromOwnTemplates", start, ec2("launch-template"), marked("ResourceTag")),
        _allow("MakeMarked", [*start, "ec2:CreateLaunchTemplate"], ec2(*MADE), asked),
        _allow("MarkWhatIsMade", ["ec2:CreateTags"], ec2(*MADE), created),
        _allow("NameOwnInstances", ["ec2:CreateTags"], ec2("instance"), marked("ResourceTag") | tag_names),
        _allow(
            "EndOwn",
            ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"],
            ec2("instance", "launch-template"),
            marked("ResourceTag"),
        ),
        _allow("ReadOffers", READS, "*", {"StringEquals": {"aws:RequestedRegion": account.region}}),
    ]


def surroundings(
    *,
    cluster_arn: pulumi.Output[str],
    node_role_arn: pulumi.Output[str],
    queue_arn: pulumi.Output[str],
    key: kms.Key,
    account: Account,
) -> list[Statement]:
    """What instances need to become nodes, and what is known about them."""
    parameters = pulumi.Output.concat("arn:", account.partition, ":ssm:", account.region, "::parameter/aws/service/*")
    through_ec2 = {"StringEquals": {"kms:ViaService": pulumi.Output.concat("ec2.", account.region, ".amazonaws.com")}}
    for_volumes = through_ec2 | {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    return [
        _allow("FindCluster", ["eks:DescribeCluster"], cluster_arn),
        _allow(
            "GiveNodesTheirRole",
            ["iam:PassRole"],
            node_role_arn,
            {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        ),
        _allow("FindInstanceProfile", ["iam:GetInstanceProfile", "iam:ListInstanceProfiles"], "*"),
        _allow("FindImages", ["ssm:GetParameter"], parameters),
        _allow("ReadPrices", ["pricing:GetProducts"], "*"),
        _allow("ReadNotices", ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], queue_arn),
        _allow("DecryptNotices", ["kms:Decrypt"], key.arn),
        _allow("EncryptVolumes", USE, key.arn, through_ec2),
        _allow("GrantVolumes", ["kms:CreateGrant"], key.arn, for_volumes),
    ]


def _allow(sid: str, actions: list[str], resources: Any, condition: dict[str, Any] | None = None) -> Statement:
    statement: Statement = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
    return statement | {"Condition": condition} if condition else statement
