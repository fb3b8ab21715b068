"""What somebody does behind Pulumi's back, with AWS's own tools, shows at the next refresh, and an update undoes it.

`test_types.py` holds that for every type and input, by the provider's own updates; here it is boto3 that acts.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

QUEUE = "aws:sqs/queue:Queue"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
        ],
    }
)
READ = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'
EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'

Clients = Callable[..., Any]


def _drift(account: Any, made: Any) -> list[str]:
    """The inputs that a refresh finds changed; afterwards the next update has put them right."""
    program = {name: value for name, value in made.inputs.items() if name != "tagsAll"}
    found = account.read(made)
    changed = [name for name in account.diff(found, program).diffs if name != "tagsAll"]
    if changed:
        account.update(found, program)
        assert list(account.diff(account.read(made), program).diffs) == []
    return changed


def test_nothing_happened(account: Any) -> None:
    assert _drift(account, account.create(QUEUE, "jobs", {})) == []


def test_versions_of_a_bucket_are_suspended(account: Any, aws_client: Clients) -> None:
    bucket = account.create("aws:s3/bucket:Bucket", "data", {})
    inputs = {"bucket": bucket.id, "versioningConfiguration": {"status": "Enabled"}}
    versioning = account.create("aws:s3/bucketVersioning:BucketVersioning", "data", inputs)
    s3 = aws_client("s3")
    s3.put_bucket_versioning(Bucket=bucket.id, VersioningConfiguration={"Status": "Suspended"})
    assert account.read(versioning).outputs["versioningConfiguration"]["status"] == "Suspended"
    assert _drift(account, versioning) == ["versioningConfiguration"]
    assert s3.get_bucket_versioning(Bucket=bucket.id)["Status"] == "Enabled"


def test_a_bucket_is_opened(account: Any, aws_client: Clients) -> None:
    bucket = account.create("aws:s3/bucket:Bucket", "data", {})
    flags = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    inputs = {"bucket": bucket.id, **dict.fromkeys(flags, True)}
    block = account.create("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "data", inputs)
    s3 = aws_client("s3")
    opened = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": False,
        "RestrictPublicBuckets": False,
    }
    s3.put_public_access_block(Bucket=bucket.id, PublicAccessBlockConfiguration=opened)
    assert _drift(account, block) == ["blockPublicPolicy", "restrictPublicBuckets"]
    assert all(s3.get_public_access_block(Bucket=bucket.id)["PublicAccessBlockConfiguration"].values())
    s3.delete_public_access_block(Bucket=bucket.id)
    assert account.read(block) is None


def test_a_queues_attributes_and_tags_are_changed(account: Any, aws_client: Clients) -> None:
    queue = account.create(QUEUE, "jobs", {"visibilityTimeoutSeconds": 60, "tags": {"team": "ml"}})
    sqs = aws_client("sqs")
    attributes = {"VisibilityTimeout": "5", "DelaySeconds": "9", "KmsMasterKeyId": "alias/aws/sqs"}
    sqs.set_queue_attributes(QueueUrl=queue.id, Attributes=attributes)
    sqs.tag_queue(QueueUrl=queue.id, Tags={"team": "other", "stray": "1"})
    assert _drift(account, queue) == ["delaySeconds", "kmsMasterKeyId", "tags", "visibilityTimeoutSeconds"]
    found = sqs.get_queue_attributes(QueueUrl=queue.id, AttributeNames=["All"])["Attributes"]
    assert (found["VisibilityTimeout"], found["DelaySeconds"], found.get("KmsMasterKeyId", "")) == ("60", "0", "")
    assert sqs.list_queue_tags(QueueUrl=queue.id)["Tags"] == {"team": "ml"}


def test_a_queue_is_given_a_policy_and_loses_the_one_it_had(account: Any, aws_client: Clients) -> None:
    queue = account.create(QUEUE, "jobs", {})
    mine = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sqs:*"}]})
    policy = account.create("aws:sqs/queuePolicy:QueuePolicy", "jobs", {"queueUrl": queue.id, "policy": mine})
    sqs = aws_client("sqs")
    sqs.set_queue_attributes(QueueUrl=queue.id, Attributes={"Policy": mine.replace("Deny", "Allow")})
    assert _drift(account, policy) == ["policy"]
    assert _drift(account, queue) == []  # it is the other resource's
    sqs.set_queue_attributes(QueueUrl=queue.id, Attributes={"Policy": ""})
    assert account.read(policy) is None


class TestRoles:
    @pytest.fixture
    def role(self, account: Any) -> Any:
        return account.create("aws:iam/role:Role", "nodes", {"assumeRolePolicy": TRUST})

    def test_its_policy_is_widened(self, account: Any, aws_client: Clients, role: Any) -> None:
        inputs = {"role": role.outputs["name"], "policy": READ}
        policy = account.create("aws:iam/rolePolicy:RolePolicy", "read", inputs)
        name = {"RoleName": role.outputs["name"], "PolicyName": policy.outputs["name"]}
        iam = aws_client("iam")
        iam.put_role_policy(**name, PolicyDocument=EVERYTHING)
        assert _drift(account, policy) == ["policy"]
        assert iam.get_role_policy(**name)["PolicyDocument"] == json.loads(READ)
        iam.delete_role_policy(**name)
        assert account.read(policy) is None

    def test_who_may_take_it_and_how_long_are_changed(self, account: Any, aws_client: Clients, role: Any) -> None:
        iam, name = aws_client("iam"), role.outputs["name"]
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=TRUST.replace("ec2", "lambda"))
        iam.update_role(RoleName=name, MaxSessionDuration=7200)
        iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary="arn:aws:iam::aws:policy/PowerUserAccess")
        assert _drift(account, role) == ["assumeRolePolicy", "maxSessionDuration", "permissionsBoundary"]
        found = iam.get_role(RoleName=name)["Role"]
        assert found["AssumeRolePolicyDocument"] == json.loads(TRUST)
        assert (found["MaxSessionDuration"], "PermissionsBoundary" in found) == (3600, False)

    def test_a_policy_is_detached(self, account: Any, aws_client: Clients, role: Any) -> None:
        arn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
        inputs = {"role": role.outputs["name"], "policyArn": arn}
        attachment = account.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "nodes", inputs)
        aws_client("iam").detach_role_policy(RoleName=role.outputs["name"], PolicyArn=arn)
        assert account.read(attachment) is None


def test_a_database_is_made_smaller_and_opened(account: Any, aws_client: Clients) -> None:
    inputs = {
        "engine": "postgres",
        "instanceClass": "db.m7g.large",
        "allocatedStorage": 20,
        "username": "mlflow",
        "manageMasterUserPassword": True,
        "deletionProtection": True,
        "skipFinalSnapshot": True,
    }
    database = account.create("aws:rds/instance:Instance", "store", inputs)
    rds, name = aws_client("rds"), {"DBInstanceIdentifier": database.outputs["identifier"]}
    rds.modify_db_instance(
        **name,
        DBInstanceClass="db.t4g.micro",
        PubliclyAccessible=True,
        DeletionProtection=False,
        ApplyImmediately=True,
    )
    assert _drift(account, database) == ["deletionProtection", "instanceClass", "publiclyAccessible"]
    found = rds.describe_db_instances(**name)["DBInstances"][0]
    assert (found["DBInstanceClass"], found["PubliclyAccessible"], found["DeletionProtection"]) == (
        "db.m7g.large",
        False,
        True,
    )


def test_a_key_is_no_longer_rotated_or_enabled(account: Any, aws_client: Clients) -> None:
    key = account.create("aws:kms/key:Key", "key", {"enableKeyRotation": True, "description": "data"})
    kms = aws_client("kms")
    kms.disable_key_rotation(KeyId=key.id)
    assert _drift(account, key) == ["enableKeyRotation"]
    assert kms.get_key_rotation_status(KeyId=key.id)["KeyRotationEnabled"] is True
    kms.disable_key(KeyId=key.id)
    kms.update_key_description(KeyId=key.id, Description="other")
    assert _drift(account, key) == ["description", "isEnabled"]
    kms.schedule_key_deletion(KeyId=key.id, PendingWindowInDays=7)
    assert account.read(key) is None


class TestSecurityGroups:
    @pytest.fixture
    def group(self, account: Any) -> Any:
        vpc = account.create("aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16"})
        return account.create("aws:ec2/securityGroup:SecurityGroup", "group", {"vpcId": vpc.id, "ingress": []})

    def test_a_rule_is_widened_or_revoked(self, account: Any, aws_client: Clients, group: Any) -> None:
        inputs = {
            "securityGroupId": group.id,
            "ipProtocol": "tcp",
            "fromPort": 443,
            "toPort": 443,
            "cidrIpv4": "10.0.0.0/16",
        }
        rule = account.create("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "https", inputs)
        ec2 = aws_client("ec2")
        wide = {"IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535, "CidrIpv4": "0.0.0.0/0"}
        ec2.modify_security_group_rules(
            GroupId=group.id,
            SecurityGroupRules=[{"SecurityGroupRuleId": rule.id, "SecurityGroupRule": wide}],
        )
        assert _drift(account, rule) == ["cidrIpv4", "fromPort", "toPort"]
        [found] = ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule.id])["SecurityGroupRules"]
        assert (found["FromPort"], found["ToPort"], found["CidrIpv4"]) == (443, 443, "10.0.0.0/16")
        ec2.revoke_security_group_ingress(GroupId=group.id, SecurityGroupRuleIds=[rule.id])
        assert account.read(rule) is None

    def test_a_rule_is_added_where_the_default_group_has_none(self, account: Any, aws_client: Clients) -> None:
        vpc = account.create("aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16"})
        token = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
        default = account.create(token, "closed", {"vpcId": vpc.id})
        ec2 = aws_client("ec2")
        anyone = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        ec2.authorize_security_group_ingress(GroupId=default.id, IpPermissions=[anyone])
        assert _drift(account, default) == ["ingress"]
        assert ec2.describe_security_groups(GroupIds=[default.id])["SecurityGroups"][0]["IpPermissions"] == []


def test_a_rule_of_the_event_bus_is_switched_off(account: Any, aws_client: Clients) -> None:
    rule = account.create("aws:cloudwatch/eventRule:EventRule", "nightly", {"scheduleExpression": "rate(1 day)"})
    events = aws_client("events")
    events.disable_rule(Name=rule.id)
    assert _drift(account, rule) == ["state"]
    assert events.describe_rule(Name=rule.id)["State"] == "ENABLED"
