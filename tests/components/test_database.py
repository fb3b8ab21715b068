"""The database is private, encrypted, reached over TLS from one security group, and has no password that we know."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pulumi
import pytest
from pulumi_aws import ec2

from components.database import Database
from components.database_args import DatabaseArgs
from protocol.values import reveal
from sandbox.aws.server import AwsServer
from tests.components.surroundings import bring_up, key, network
from tests.harness import Deployer, Result

INSTANCE = "aws:rds/instance:Instance"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
OPEN = DatabaseArgs.model_validate(
    {
        "deletion": "allowed",
        "final_snapshot": False,
        "reasons": {"deletion": "a test is taken down", "final_snapshot": "a test keeps nothing"},
    }
)


def make(deploy: Deployer, args: DatabaseArgs) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        inside = network(opts)
        made = Database(
            "store",
            args,
            database="mlflow",
            network=inside,
            client_security_group_id=ec2.SecurityGroup("cluster", vpc_id=inside.vpc_id, opts=opts).id,
            key=key("database", opts),
            logs_key=key("database-logs", opts),
            opts=opts,
        )
        pulumi.export("address", made.address)
        pulumi.export("secret", made.secret_arn)

    return bring_up(deploy, build)


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    return make(deploy_once, DatabaseArgs())


def inputs(made: Result) -> dict[str, Any]:
    return made.inputs(INSTANCE, "store")


def key_arn(made: Result, name: str) -> str:
    arn: str = made.outputs("aws:kms/key:Key", f"key-{name}")["arn"]
    return arn


def test_a_database_is_these_resources(made: Result) -> None:
    component = made.of("strata:index:Database", "store").urn
    assert {(child.type, child.urn.rpartition("::")[2]) for child in made.resources if child.parent == component} == {
        (INSTANCE, "store"),
        ("aws:rds/parameterGroup:ParameterGroup", "store"),
        ("aws:rds/subnetGroup:SubnetGroup", "store"),
        (GROUP, "store"),
        (RULE, "store-from-cluster"),
        (LOG_GROUP, "store-postgresql"),
        (LOG_GROUP, "store-upgrade"),
        ("aws:iam/role:Role", "store-monitoring"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "store-monitoring"),
    }


def test_it_is_marked_as_data_and_needs_the_grants_of_its_monitoring(made: Result) -> None:
    """RDS refuses a role that may not do its work yet, and needs the role as long as the database stands."""
    instance = made.of(INSTANCE, "store")
    assert instance.inputs["tags"]["keep"] == "data"
    granted = made.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "store-monitoring").urn
    assert granted in instance.property_dependencies["monitoringRoleArn"]


def test_it_is_encrypted_with_our_key(made: Result) -> None:
    given = inputs(made)
    assert given["storageEncrypted"] is True
    assert given["performanceInsightsEnabled"] is True
    assert (
        given["kmsKeyId"]
        == given["performanceInsightsKmsKeyId"]
        == given["masterUserSecretKmsKeyId"]
        == key_arn(made, "database")
    )


def test_nobody_knows_a_password(made: Result) -> None:
    given = inputs(made)
    assert given["manageMasterUserPassword"] is True
    assert "password" not in given
    assert given["iamDatabaseAuthenticationEnabled"] is True
    assert given["username"] not in {"postgres", "admin", "root", "administrator"}
    assert reveal(made.summary.outputs["secret"]).startswith("arn:aws:secretsmanager:")


def test_it_speaks_tls_only_and_its_certificate_is_current(made: Result) -> None:
    group = made.inputs("aws:rds/parameterGroup:ParameterGroup", "store")
    assert {setting["name"]: setting["value"] for setting in group["parameters"]} == {
        "rds.force_ssl": "1",
        "log_statement": "ddl",
        "log_min_duration_statement": "1000",
        "log_connections": "1",
        "log_disconnections": "1",
    }
    assert group["family"] == "postgres17"
    assert inputs(made)["parameterGroupName"] == made.outputs("aws:rds/parameterGroup:ParameterGroup", "store")["name"]
    assert inputs(made)["caCertIdentifier"] == "rds-ca-rsa2048-g1"


def test_only_the_clusters_security_group_reaches_it(made: Result) -> None:
    assert inputs(made)["publiclyAccessible"] is False
    group = made.outputs(GROUP, "store")["id"]
    assert inputs(made)["vpcSecurityGroupIds"] == [group]
    assert [rule.urn.rpartition("::")[2] for rule in made.resources if rule.inputs.get("securityGroupId") == group] == [
        "store-from-cluster"
    ]
    rule = made.inputs(RULE, "store-from-cluster")
    assert rule["securityGroupId"] == group
    assert rule["referencedSecurityGroupId"] == made.outputs(GROUP, "cluster")["id"]
    assert (rule["ipProtocol"], rule["fromPort"], rule["toPort"]) == ("tcp", 15432, 15432)
    assert {"cidrIpv4", "cidrIpv6"}.isdisjoint(rule)


def test_it_lies_in_the_data_subnets(made: Result) -> None:
    subnets = made.inputs("aws:rds/subnetGroup:SubnetGroup", "store")["subnetIds"]
    data = {
        made.outputs("aws:ec2/subnet:Subnet", name)["id"]
        for name in made.names("aws:ec2/subnet:Subnet")
        if "data" in name
    }
    assert set(subnets) == data


def test_it_outlives_mistakes(made: Result) -> None:
    given = inputs(made)
    assert made.of(INSTANCE, "store").protect is True
    assert given["deletionProtection"] is True
    assert given["skipFinalSnapshot"] is False
    assert given["finalSnapshotIdentifier"].endswith("-final")
    assert given["backupRetentionPeriod"] == 14
    assert given["deleteAutomatedBackups"] is False
    assert given["copyTagsToSnapshot"] is True
    assert given["multiAz"] is True
    assert given["autoMinorVersionUpgrade"] is True


def test_it_is_watched_and_its_logs_are_kept_encrypted(made: Result) -> None:
    assert inputs(made)["enabledCloudwatchLogsExports"] == ["postgresql", "upgrade"]
    assert inputs(made)["monitoringInterval"] == 60
    for log in ("postgresql", "upgrade"):
        group = made.inputs(LOG_GROUP, f"store-{log}")
        assert group["name"] == f"/aws/rds/instance/{inputs(made)['identifier']}/{log}"
        assert group["kmsKeyId"] == key_arn(made, "database-logs")
        assert group["retentionInDays"] == 365
        assert made.of(LOG_GROUP, f"store-{log}").urn in made.of(INSTANCE, "store").dependencies


def test_only_rds_for_our_account_takes_the_monitoring_role(made: Result) -> None:
    role = made.inputs("aws:iam/role:Role", "store-monitoring")
    assert json.loads(role["assumeRolePolicy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "monitoring.rds.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
        }
    ]


def test_where_deletion_is_allowed_nothing_stands_in_its_way(deploy: Deployer) -> None:
    opened = make(deploy, OPEN)
    given = inputs(opened)
    assert opened.of(INSTANCE, "store").protect is False
    assert given["deletionProtection"] is False
    assert given["skipFinalSnapshot"] is True
    assert "finalSnapshotIdentifier" not in given
    assert make(deploy, OPEN).steps("create", "update", "replace", "delete") == set()


def test_the_settings_can_be_read_back_as_an_operator_would(
    made: Result, deploy: Deployer, aws_server: AwsServer
) -> None:
    make(deploy, DatabaseArgs())
    rds = boto3.client(
        "rds",
        endpoint_url=aws_server.endpoint,
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    (found,) = rds.describe_db_instances()["DBInstances"]
    assert found["StorageEncrypted"] is True
    assert found["PubliclyAccessible"] is False
    assert found["IAMDatabaseAuthenticationEnabled"] is True
    assert found["DeletionProtection"] is True
    assert found["BackupRetentionPeriod"] == 14
