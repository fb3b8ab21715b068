"""Policy documents say what their statements say, and nothing is lost on the way."""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws

from components.policy_document import policy_document, policy_text, refuse_plain_http, trust
from engine import Operation
from protocol.values import UNKNOWN, Secret, contains_secret, reveal
from tests.components.surroundings import REGION
from tests.harness import Deployer

READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}


def test_a_document_has_the_current_version_and_the_statements_in_order(deploy: Deployer) -> None:
    def program() -> None:
        known = pulumi.Output.from_input("arn:aws:s3:::b/*")
        pulumi.export("document", policy_document(READ | {"Resource": known}, refuse_plain_http("s3", known)))

    document = deploy(program).summary.outputs["document"]
    # Without this version, IAM reads a document as one of 2008, which knows no policy variables.
    assert document["Version"] == "2012-10-17"
    assert document["Statement"] == [READ, refuse_plain_http("s3", "arn:aws:s3:::b/*")]
    assert set(document) == {"Version", "Statement"}


def test_a_document_with_a_secret_is_secret(deploy: Deployer) -> None:
    def program() -> None:
        hidden = pulumi.Output.secret("arn:aws:s3:::hidden/*")
        pulumi.export("text", policy_text(READ | {"Resource": hidden}))
        pulumi.export("document", policy_document(READ | {"Resource": hidden}))

    outputs = deploy(program).summary.outputs
    expected = {"Version": "2012-10-17", "Statement": [READ | {"Resource": "arn:aws:s3:::hidden/*"}]}
    assert isinstance(outputs["text"], Secret)
    assert json.loads(reveal(outputs["text"])) == expected
    assert contains_secret(outputs["document"])
    assert reveal(outputs["document"]) == expected


def test_a_preview_knows_the_rest_of_a_document_and_a_deployment_records_text(deploy: Deployer) -> None:
    def program() -> None:
        opts = pulumi.ResourceOptions(provider=aws.Provider("aws", region=REGION))
        queue = aws.sqs.Queue("jobs", opts=opts)
        document = policy_document(refuse_plain_http("sqs", queue.arn))
        policy = aws.sqs.QueuePolicy("jobs", queue_url=queue.url, policy=document, opts=opts)
        pulumi.export("policy", policy.policy)

    token = "aws:sqs/queuePolicy:QueuePolicy"
    preview = deploy(program, operation=Operation.PREVIEW).summary
    (planned,) = [each for each in preview.resources if each.type == token]
    assert planned.inputs["policy"] == {
        "Version": "2012-10-17",
        "Statement": [refuse_plain_http("sqs", "") | {"Resource": [UNKNOWN]}],
    }
    assert preview.outputs["policy"] is UNKNOWN

    made = deploy(program)
    arn = made.outputs("aws:sqs/queue:Queue", "jobs")["arn"]
    expected = {"Version": "2012-10-17", "Statement": [refuse_plain_http("sqs", arn)]}
    assert json.loads(made.inputs(token, "jobs")["policy"]) == expected
    assert json.loads(made.summary.outputs["policy"]) == expected
    assert deploy(program).summary.changes == {"same": len(made.resources)}


def test_a_service_may_assume_the_role_and_no_more() -> None:
    assert trust("ec2.amazonaws.com") == {
        "Effect": "Allow",
        "Principal": {"Service": "ec2.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }


def test_trust_can_be_held_to_a_condition_and_allow_more() -> None:
    condition = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    assert trust("pods.eks.amazonaws.com", condition=condition, actions=("sts:TagSession",)) == {
        "Effect": "Allow",
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": condition,
    }


def test_plain_http_is_refused_to_everybody_for_every_action_of_the_service() -> None:
    assert refuse_plain_http("s3", "arn:aws:s3:::b", "arn:aws:s3:::b/*") == {
        "Sid": "RefusePlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    assert refuse_plain_http("sns", "arn:aws:sns:::t", action="Publish")["Action"] == "sns:Publish"
