"""What the caller's policies allow, by the simulator, against what the stack's types need."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import boto3
import botocore.session
import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from doctor import CannotTell, Outcome, Subject
from doctor.checks.permissions import CHECK, needed
from doctor.data import table
from sandbox.aws.server import AwsServer
from tests.doctor.conftest import REGION, Resource

Declare = Callable[..., Subject]
QUEUE = Resource("aws:sqs/queue:Queue", "jobs", {"name": "strata-dev-jobs"})
VPC = Resource("aws:ec2/vpc:Vpc", "network", {"cidrBlock": "10.0.0.0/16"})
ADA = "arn:aws:iam::123456789012:user/ada"


def statement(effect: str, actions: str, resource: str = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": actions, "Resource": resource, **more}


@pytest.fixture
def caller(subject: Subject, client: Callable[[str], Any], aws_server: AwsServer) -> Callable[..., None]:
    """Work as a user with these statements in a policy."""

    def work(*statements: dict[str, Any]) -> None:
        iam = client("iam")
        iam.create_user(UserName="ada")
        document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        iam.put_user_policy(UserName="ada", PolicyName="work", PolicyDocument=document)
        key = iam.create_access_key(UserName="ada")["AccessKey"]
        session = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name=REGION)
        subject.open_account = lambda: lambda name: session.client(name, endpoint_url=aws_server.endpoint)

    return work


def test_all_is_allowed(declare: Declare, caller: Callable[..., None]) -> None:
    caller(statement("Allow", "*"))
    found = CHECK.run(declare(QUEUE, VPC))
    count = sum(len(table("permissions")["types"][one.type]["actions"]) for one in (QUEUE, VPC))
    assert (found.outcome, found.found) == (
        Outcome.PASS,
        f"{ADA} may do all {count} things that the stack needs",
    )


def test_what_is_denied_fails(declare: Declare, caller: Callable[..., None]) -> None:
    caller(statement("Allow", "*"), statement("Deny", "ec2:CreateVpc"))
    found = CHECK.run(declare(QUEUE, VPC))
    assert (found.outcome, found.found) == (Outcome.FAIL, f"{ADA} may not ec2:CreateVpc on *")
    assert found.mend == (
        f"allow it in a policy of {ADA}; all that is needed: aws iam simulate-principal-policy --policy-source-arn "
        f"{ADA} --action-names ec2:CreateVpc --resource-arns '*'"
    )


def test_what_no_policy_allows_fails_where_the_resource_is_known(declare: Declare, caller: Callable[..., None]) -> None:
    caller(statement("Allow", "ec2:*"), statement("Allow", "sqs:*", "arn:aws:sqs:*:*:other-*"))
    found = CHECK.run(declare(QUEUE, VPC))
    assert found.outcome is Outcome.FAIL
    arn = f"arn:aws:sqs:{REGION}:123456789012:strata-dev-jobs"
    assert found.found.startswith(f"{ADA} may not sqs:CreateQueue on {arn}, sqs:DeleteQueue on {arn}, ")
    assert found.found.endswith(" and 4 more")


def test_a_policy_that_names_the_resources_is_enough(declare: Declare, caller: Callable[..., None]) -> None:
    caller(statement("Allow", "sqs:*", "arn:aws:sqs:*:*:strata-dev-*"))
    assert CHECK.run(declare(QUEUE)).outcome is Outcome.PASS


def test_what_may_be_allowed_for_a_resource_that_is_not_known_yet_is_a_warning(
    declare: Declare, caller: Callable[..., None]
) -> None:
    caller(statement("Allow", "ec2:*", "arn:aws:ec2:*:*:vpc/vpc-1"))
    found = CHECK.run(declare(VPC))
    assert (found.outcome, "at most under conditions" in found.found) == (Outcome.WARN, True)


def test_what_a_condition_decides_is_a_warning(declare: Declare, caller: Callable[..., None]) -> None:
    tagged = {"StringEquals": {"aws:RequestTag/project": "strata"}}
    caller(statement("Allow", "sqs:*", Condition=tagged))
    assert CHECK.run(declare(QUEUE)).outcome is Outcome.WARN


def test_a_type_without_a_row_is_said(declare: Declare, caller: Callable[..., None]) -> None:
    caller(statement("Allow", "*"))
    found = CHECK.run(declare(QUEUE, Resource("aws:braket/device:Device")))
    assert (found.outcome, found.found) == (Outcome.WARN, "not known what aws:braket/device:Device needs")


def test_the_role_that_the_stack_assumes_is_the_one_that_counts(
    declare: Declare, caller: Callable[..., None], client: Callable[[str], Any]
) -> None:
    caller(statement("Allow", "*"))
    role = client("iam").create_role(RoleName="deployer", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    subject = declare(QUEUE)
    subject.assumed_role = role
    found = CHECK.run(subject)
    assert (found.outcome, found.found.startswith(f"{role} may not sqs:")) == (Outcome.FAIL, True)


def test_an_assumed_role_is_found_with_its_path(
    declare: Declare, client: Callable[[str], Any], aws_server: AwsServer
) -> None:
    made = client("iam").create_role(Path="/ci/", RoleName="deployer", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    given = client("sts").assume_role(RoleArn=made, RoleSessionName="run")["Credentials"]
    session = boto3.Session(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], REGION)
    subject = declare(QUEUE)
    subject.open_account = lambda: lambda name: session.client(name, endpoint_url=aws_server.endpoint)
    assert CHECK.run(subject).found.startswith("arn:aws:iam::123456789012:role/ci/deployer may not sqs:")


def test_the_caller_of_the_sandbox_has_no_policies(declare: Declare) -> None:
    with pytest.raises(CannotTell, match="the sandbox cannot tell: its own caller is no user and no role"):
        CHECK.run(declare(QUEUE))


def test_a_stack_without_aws_needs_nothing(declare: Declare, caller: Callable[..., None]) -> None:
    caller(statement("Allow", "*"))
    with pytest.raises(CannotTell, match="declares nothing of AWS"):
        CHECK.run(declare())


def test_types_of_the_same_resource_are_asked_about_together(declare: Declare) -> None:
    questions, unknown = needed(declare(VPC, Resource("aws:ec2/subnet:Subnet")), "1", "aws")
    assert (list(questions), unknown) == (["*"], [])
    assert {"ec2:CreateVpc", "ec2:CreateSubnet"} <= set(questions["*"])


@cache
def known_actions() -> set[str]:
    """Actions that AWS's own policies name, and the operations of its services, in lower case."""
    named = re.findall(r'"([a-z0-9-]+:[A-Za-z]+)"', aws_managed_policies_data)
    session = botocore.session.get_session()
    services = {"events", "logs", "cloudwatch", "ec2", "ecr", "eks", "iam", "kms", "rds", "s3", "sns", "sqs"}
    operations = [
        f"{service}:{name}" for service in services for name in session.get_service_model(service).operation_names
    ]
    return {name.lower() for name in [*named, *operations]}


@pytest.mark.parametrize("type_", sorted(table("permissions")["types"]))
def test_every_action_of_the_table_is_one_of_aws(type_: str) -> None:
    row = table("permissions")["types"][type_]
    assert [action for action in row["actions"] if action.lower() not in known_actions()] == []
    assert row["actions"] == sorted(set(row["actions"]))
    assert row.keys() <= {"service", "resource", "actions"}
