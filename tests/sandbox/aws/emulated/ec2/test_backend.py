"""What EC2 refuses to delete, as AWS does, and that nothing of what is deleted stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError


def _code(call: Callable[..., Any], **parameters: Any) -> str:
    with pytest.raises(ClientError) as refused:
        call(**parameters)
    return str(refused.value.response["Error"]["Code"])


class TestSecurityGroups:
    def test_one_that_a_rule_of_another_refers_to(self, network: Any) -> None:
        ec2, target, source = network.ec2, network.group("target"), network.group("source")
        permission = {
            "IpProtocol": "tcp",
            "FromPort": 5432,
            "ToPort": 5432,
            "UserIdGroupPairs": [{"GroupId": source}],
        }
        ec2.authorize_security_group_ingress(GroupId=target, IpPermissions=[permission])
        assert _code(ec2.delete_security_group, GroupId=source) == "DependencyViolation"
        ec2.revoke_security_group_ingress(GroupId=target, IpPermissions=[permission])
        ec2.delete_security_group(GroupId=source)

    def test_a_rule_of_its_own_is_no_use(self, network: Any) -> None:
        group = network.group()
        pair = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]}
        network.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[pair])
        network.ec2.delete_security_group(GroupId=group)

    def test_one_of_a_network_interface(self, network: Any) -> None:
        group = network.group()
        made = network.ec2.create_network_interface(SubnetId=network.subnet, Groups=[group])
        assert _code(network.ec2.delete_security_group, GroupId=group) == "DependencyViolation"
        network.ec2.delete_network_interface(NetworkInterfaceId=made["NetworkInterface"]["NetworkInterfaceId"])
        network.ec2.delete_security_group(GroupId=group)

    def test_one_of_an_endpoint(self, network: Any) -> None:
        group = network.group()
        network.ec2.create_vpc_endpoint(
            VpcId=network.vpc,
            ServiceName="com.amazonaws.eu-central-1.sqs",
            VpcEndpointType="Interface",
            SubnetIds=[network.subnet],
            SecurityGroupIds=[group],
        )
        assert _code(network.ec2.delete_security_group, GroupId=group) == "DependencyViolation"

    def test_one_of_a_database(self, network: Any, aws_client: Callable[..., Any]) -> None:
        group = network.group()
        aws_client("rds").create_db_instance(
            DBInstanceIdentifier="store",
            Engine="postgres",
            DBInstanceClass="db.t4g.micro",
            AllocatedStorage=20,
            MasterUsername="admin",
            MasterUserPassword="of-a-test",
            VpcSecurityGroupIds=[group],
        )
        assert _code(network.ec2.delete_security_group, GroupId=group) == "DependencyViolation"


class TestNetworks:
    def test_one_with_a_subnet_group_gateway_or_endpoint(self, network: Any) -> None:
        ec2 = network.ec2
        assert _code(ec2.delete_vpc, VpcId=network.vpc) == "DependencyViolation"
        ec2.delete_subnet(SubnetId=network.subnet)

        group = network.group()
        assert _code(ec2.delete_vpc, VpcId=network.vpc) == "DependencyViolation"
        ec2.delete_security_group(GroupId=group)

        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=network.vpc)
        assert _code(ec2.delete_vpc, VpcId=network.vpc) == "DependencyViolation"
        ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=network.vpc)

        service = "com.amazonaws.eu-central-1.s3"
        endpoint = ec2.create_vpc_endpoint(VpcId=network.vpc, ServiceName=service)["VpcEndpoint"]["VpcEndpointId"]
        assert _code(ec2.delete_vpc, VpcId=network.vpc) == "DependencyViolation"
        ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
        assert ec2.describe_vpc_endpoints()["VpcEndpoints"] == []

        ec2.delete_vpc(VpcId=network.vpc)

    def test_nothing_of_a_deleted_one_stays(self, network: Any) -> None:
        ec2, mine = network.ec2, [{"Name": "vpc-id", "Values": [network.vpc]}]
        ec2.delete_subnet(SubnetId=network.subnet)
        ec2.delete_vpc(VpcId=network.vpc)
        assert ec2.describe_security_groups(Filters=mine)["SecurityGroups"] == []
        assert ec2.describe_network_acls(Filters=mine)["NetworkAcls"] == []
        assert ec2.describe_route_tables(Filters=mine)["RouteTables"] == []

    def test_a_subnet_with_a_network_interface(self, network: Any) -> None:
        made = network.ec2.create_network_interface(SubnetId=network.subnet)["NetworkInterface"]
        assert _code(network.ec2.delete_subnet, SubnetId=network.subnet) == "DependencyViolation"
        network.ec2.delete_network_interface(NetworkInterfaceId=made["NetworkInterfaceId"])
        network.ec2.delete_subnet(SubnetId=network.subnet)


class TestNatGateways:
    def test_what_it_uses_stays_until_it_goes_and_then_is_free(self, network: Any) -> None:
        ec2 = network.ec2
        internet = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=internet, VpcId=network.vpc)
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        nat = ec2.create_nat_gateway(SubnetId=network.subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]

        assert _code(ec2.release_address, AllocationId=address) == "InvalidIPAddress.InUse"
        assert _code(ec2.detach_internet_gateway, InternetGatewayId=internet, VpcId=network.vpc) == (
            "DependencyViolation"
        )
        assert _code(ec2.delete_subnet, SubnetId=network.subnet) == "DependencyViolation"

        ec2.delete_nat_gateway(NatGatewayId=nat)
        assert _code(ec2.delete_nat_gateway, NatGatewayId=nat) == "NatGatewayNotFound"
        ec2.release_address(AllocationId=address)
        ec2.detach_internet_gateway(InternetGatewayId=internet, VpcId=network.vpc)
        ec2.delete_subnet(SubnetId=network.subnet)


def test_deleted_things_lose_their_tags(network: Any, aws_client: Callable[..., Any]) -> None:
    ec2 = network.ec2
    tagged = [{"ResourceType": "vpc-flow-log", "Tags": [{"Key": "team", "Value": "ml"}]}]
    aws_client("s3").create_bucket(Bucket="logs", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    [flow_log] = ec2.create_flow_logs(
        ResourceIds=[network.vpc],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination="arn:aws:s3:::logs",
        TagSpecifications=tagged,
    )["FlowLogIds"]
    wanted = [{"Name": "resource-id", "Values": [flow_log]}]
    assert [tag["Value"] for tag in ec2.describe_tags(Filters=wanted)["Tags"]] == ["ml"]
    ec2.delete_flow_logs(FlowLogIds=[flow_log])
    assert ec2.describe_tags(Filters=wanted)["Tags"] == []


def test_one_things_tags_are_those_that_all_tags_show(network: Any) -> None:
    ec2, group = network.ec2, network.group()
    for resource in (network.vpc, group):
        ec2.create_tags(Resources=[resource], Tags=[{"Key": "of", "Value": resource}])
    by_id = ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [group]}])["Tags"]
    assert [(tag["ResourceId"], tag["Key"], tag["Value"]) for tag in by_id] == [(group, "of", group)]
    by_key = ec2.describe_tags(Filters=[{"Name": "key", "Values": ["of"]}])["Tags"]
    assert {tag["ResourceId"] for tag in by_key} == {network.vpc, group}
