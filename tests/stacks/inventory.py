"""Everything that stands in an AWS account, service by service, through boto3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Client = Callable[[str], Any]

# Service, operation, the member of the answer that lists, the member that names.
_LISTED = (
    ("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    ("ec2", "describe_addresses", "Addresses", "AllocationId"),
    ("ec2", "describe_flow_logs", "FlowLogs", "FlowLogId"),
    ("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    ("ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateId"),
    ("ec2", "describe_placement_groups", "PlacementGroups", "GroupName"),
    ("ec2", "describe_route_tables", "RouteTables", "RouteTableId"),
    ("ec2", "describe_security_groups", "SecurityGroups", "GroupId"),
    ("ec2", "describe_subnets", "Subnets", "SubnetId"),
    ("ec2", "describe_vpcs", "Vpcs", "VpcId"),
    ("ecr", "describe_repositories", "repositories", "repositoryName"),
    ("events", "list_rules", "Rules", "Name"),
    ("iam", "list_instance_profiles", "InstanceProfiles", "InstanceProfileName"),
    ("iam", "list_open_id_connect_providers", "OpenIDConnectProviderList", "Arn"),
    ("iam", "list_roles", "Roles", "RoleName"),
    ("kms", "list_aliases", "Aliases", "AliasName"),
    ("logs", "describe_log_groups", "logGroups", "logGroupName"),
    ("rds", "describe_db_instances", "DBInstances", "DBInstanceIdentifier"),
    ("rds", "describe_db_parameter_groups", "DBParameterGroups", "DBParameterGroupName"),
    ("rds", "describe_db_snapshots", "DBSnapshots", "DBSnapshotIdentifier"),
    ("rds", "describe_db_subnet_groups", "DBSubnetGroups", "DBSubnetGroupName"),
    ("s3", "list_buckets", "Buckets", "Name"),
    ("secretsmanager", "list_secrets", "SecretList", "Name"),
    ("sns", "list_topics", "Topics", "TopicArn"),
    ("ssm", "describe_parameters", "Parameters", "Name"),
)


def everything(client: Client) -> set[tuple[str, str]]:
    """A pair for each thing there is: the service's list it stands in, and its name. What is being deleted is gone."""
    return {*_named(client), *_special(client)}


def _named(client: Client) -> Iterator[tuple[str, str]]:
    for service, operation, members, name in _LISTED:
        connection = client(service)
        pages = (
            connection.get_paginator(operation).paginate()
            if connection.can_paginate(operation)
            else [getattr(connection, operation)()]
        )
        for page in pages:
            for found in page[members]:
                yield f"{service} {members}", str(found[name])


def _special(client: Client) -> Iterator[tuple[str, str]]:
    for queue in client("sqs").list_queues().get("QueueUrls", []):
        yield "sqs Queues", queue
    for cluster in client("eks").list_clusters()["clusters"]:
        yield "eks Clusters", cluster
    for policy in client("iam").list_policies(Scope="Local")["Policies"]:
        yield "iam Policies", policy["PolicyName"]
    for gateway in client("ec2").describe_nat_gateways()["NatGateways"]:
        if gateway["State"] not in ("deleting", "deleted"):
            yield "ec2 NatGateways", gateway["NatGatewayId"]
    for endpoint in client("ec2").describe_vpc_endpoints()["VpcEndpoints"]:
        if endpoint["State"].lower() not in ("deleting", "deleted"):
            yield "ec2 VpcEndpoints", endpoint["VpcEndpointId"]
    keys = client("kms")
    for page in keys.get_paginator("list_keys").paginate():
        for key in page["Keys"]:
            state = keys.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"]
            if state != "PendingDeletion":
                yield "kms Keys", key["KeyId"]
