"""A role is for the pods of one service account in one cluster, and for nothing else."""

from __future__ import annotations

import json

import pulumi
import pytest

from components.pod_identity import pod_identity
from tests.components.surroundings import bring_up, cluster, network
from tests.harness import Deployer, Result

ROLE = "aws:iam/role:Role"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
POLICY = "aws:iam/policy:Policy"
ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
STATEMENT = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a/*"}


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        stands_on = network(opts)
        pod_identity(
            "reader",
            cluster_name=cluster(stands_on, opts).cluster_name,
            namespace="serving",
            service_account="reader",
            statements=[STATEMENT],
            opts=pulumi.ResourceOptions(parent=stands_on),
        )

    return bring_up(deploy_once, build)


def test_only_the_agent_of_this_cluster_for_this_account_takes_the_role(made: Result) -> None:
    assert json.loads(made.inputs(ROLE, "reader")["assumeRolePolicy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {
                "StringEquals": {
                    "aws:SourceAccount": "123456789012",
                    "aws:RequestTag/eks-cluster-name": "test",
                    "aws:RequestTag/kubernetes-namespace": "serving",
                    "aws:RequestTag/kubernetes-service-account": "reader",
                }
            },
        }
    ]


def test_the_role_may_do_what_was_said_and_no_more(made: Result) -> None:
    assert json.loads(made.inputs(POLICY, "reader")["policy"])["Statement"] == [STATEMENT]
    assert made.inputs(ATTACHMENT, "reader") == {
        "role": made.outputs(ROLE, "reader")["name"],
        "policyArn": made.outputs(POLICY, "reader")["arn"],
    }


def test_the_association_waits_for_the_permissions(made: Result) -> None:
    association = made.of(ASSOCIATION, "reader")
    assert association.inputs["roleArn"] == made.outputs(ROLE, "reader")["arn"]
    assert association.inputs["namespace"] == "serving"
    assert association.inputs["serviceAccount"] == "reader"
    assert made.of(ATTACHMENT, "reader").urn in association.dependencies


def test_a_parent_is_required() -> None:
    with pytest.raises(ValueError, match="need a parent"):
        pod_identity(
            "reader",
            cluster_name="c",
            namespace="n",
            service_account="s",
            statements=[],
            opts=pulumi.ResourceOptions(),
        )
