"""Karpenter may make and end its own instances; the instances of others it cannot touch."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest
from pulumi_aws import iam

from components.account import Account
from components.karpenter_permissions import READS, instances, surroundings
from components.policy_document import policy_document
from tests.components.conftest import BringUp
from tests.components.surroundings import ACCOUNT, REGION, key
from tests.harness import Result

CLUSTER_ARN = f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/test"
NODE_ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/node"
QUEUE_ARN = f"arn:aws:sqs:{REGION}:{ACCOUNT}:notices"
POLICY = "aws:iam/policy:Policy"
ASKED = {
    "StringEquals": {"aws:RequestTag/kubernetes.io/cluster/test": "owned"},
    "StringLike": {"aws:RequestTag/karpenter.sh/nodepool": "*"},
}
OWN = {
    "StringEquals": {"aws:ResourceTag/kubernetes.io/cluster/test": "owned"},
    "StringLike": {"aws:ResourceTag/karpenter.sh/nodepool": "*"},
}
START = ["ec2:CreateFleet", "ec2:RunInstances"]


def ec2(*kinds: str, owner: str = ACCOUNT) -> list[str]:
    return [f"arn:aws:ec2:{REGION}:{owner}:{kind}/*" for kind in kinds]


MADE_ARNS = ec2("fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume")


@pytest.fixture(scope="module")
def granted(up: BringUp) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        known = pulumi.Output.from_input
        encryption = key("cluster", opts)
        account = Account.of(encryption)
        statements = [
            *instances(known("test"), account),
            *surroundings(
                cluster_arn=known(CLUSTER_ARN),
                node_role_arn=known(NODE_ROLE_ARN),
                queue_arn=known(QUEUE_ARN),
                key=encryption,
                account=account,
            ),
        ]
        iam.Policy("karpenter", policy=policy_document(*statements), opts=opts)

    return up(build)


def test_iam_takes_the_policy(granted: Result) -> None:
    """All characters but white space count: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
    document = json.loads(granted.inputs(POLICY, "karpenter")["policy"])
    # The names of cluster, region and partition may be longer elsewhere.
    assert len(json.dumps(document, separators=(",", ":"))) <= 6144 - 1000


@pytest.fixture(scope="module")
def statements(granted: Result) -> dict[str, dict[str, Any]]:
    found = json.loads(granted.inputs(POLICY, "karpenter")["policy"])["Statement"]
    assert {statement["Effect"] for statement in found} == {"Allow"}
    return {statement["Sid"]: statement for statement in found}


@pytest.mark.parametrize(
    ("sid", "actions", "resources", "condition"),
    [
        (
            "StartFromOurNetwork",
            START,
            ec2("image", "snapshot", owner="") + ec2("capacity-reservation", "security-group", "subnet"),
            None,
        ),
        ("StartFromOwnTemplates", START, ec2("launch-template"), OWN),
        ("MakeMarked", [*START, "ec2:CreateLaunchTemplate"], MADE_ARNS, ASKED),
        (
            "MarkWhatIsMade",
            ["ec2:CreateTags"],
            MADE_ARNS,
            {
                "StringEquals": ASKED["StringEquals"]
                | {"ec2:CreateAction": ["CreateFleet", "CreateLaunchTemplate", "RunInstances"]},
                "StringLike": ASKED["StringLike"],
            },
        ),
        (
            "NameOwnInstances",
            ["ec2:CreateTags"],
            ec2("instance"),
            OWN
            | {
                "ForAllValues:StringEquals": {"aws:TagKeys": ["Name", "eks:eks-cluster-name", "karpenter.sh/nodeclaim"]}
            },
        ),
        ("EndOwn", ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"], ec2("instance", "launch-template"), OWN),
        ("ReadOffers", READS, "*", {"StringEquals": {"aws:RequestedRegion": REGION}}),
        ("FindCluster", ["eks:DescribeCluster"], CLUSTER_ARN, None),
        (
            "GiveNodesTheirRole",
            ["iam:PassRole"],
            NODE_ROLE_ARN,
            {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        ),
        ("FindInstanceProfile", ["iam:GetInstanceProfile", "iam:ListInstanceProfiles"], "*", None),
        ("FindImages", ["ssm:GetParameter"], f"arn:aws:ssm:{REGION}::parameter/aws/service/*", None),
        ("ReadPrices", ["pricing:GetProducts"], "*", None),
        ("ReadNotices", ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], QUEUE_ARN, None),
    ],
)
def test_a_permission_is_exactly_this(
    statements: dict[str, dict[str, Any]], sid: str, actions: list[str], resources: Any, condition: Any
) -> None:
    expected = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
    assert statements[sid] == (expected | {"Condition": condition} if condition else expected)


def test_the_key_is_used_for_notices_and_through_ec2_for_volumes(
    granted: Result, statements: dict[str, dict[str, Any]]
) -> None:
    names = ("DecryptNotices", "EncryptVolumes", "GrantVolumes")
    arn = granted.outputs("aws:kms/key:Key", "key-cluster")["arn"]
    assert {statements[name]["Resource"] for name in names} == {arn}
    through_ec2 = {"StringEquals": {"kms:ViaService": f"ec2.{REGION}.amazonaws.com"}}
    use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
    assert [(statements[name]["Action"], statements[name].get("Condition")) for name in names] == [
        (["kms:Decrypt"], None),
        (use, through_ec2),
        (["kms:CreateGrant"], through_ec2 | {"Bool": {"kms:GrantIsForAWSResource": "true"}}),
    ]


def test_there_are_no_others(statements: dict[str, dict[str, Any]]) -> None:
    assert len(statements) == 16


def test_nothing_is_allowed_by_a_pattern_of_actions(statements: dict[str, dict[str, Any]]) -> None:
    patterns = {action for statement in statements.values() for action in statement["Action"] if "*" in action}
    assert patterns == {"kms:ReEncrypt*", "kms:GenerateDataKey*"}


def test_only_reads_reach_everything(statements: dict[str, dict[str, Any]]) -> None:
    everywhere = [action for made in statements.values() if made["Resource"] == "*" for action in made["Action"]]
    verbs = {action.partition(":")[2] for action in everywhere}
    assert all(verb.startswith(("Describe", "Get", "List")) for verb in verbs)
