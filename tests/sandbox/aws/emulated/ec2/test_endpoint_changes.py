"""Changing an endpoint changes what it consists of."""

from __future__ import annotations

import json
from typing import Any


def _interface(network: Any, **options: Any) -> str:
    made = network.ec2.create_vpc_endpoint(
        VpcId=network.vpc,
        ServiceName="com.amazonaws.eu-central-1.sqs",
        VpcEndpointType="Interface",
        SubnetIds=[network.subnet],
        **options,
    )
    return str(made["VpcEndpoint"]["VpcEndpointId"])


def _endpoint(network: Any, name: str) -> Any:
    return network.ec2.describe_vpc_endpoints(VpcEndpointIds=[name])["VpcEndpoints"][0]


def _subnets_of_interfaces(network: Any, name: str) -> list[str]:
    ids = _endpoint(network, name)["NetworkInterfaceIds"]
    found = network.ec2.describe_network_interfaces(NetworkInterfaceIds=ids)["NetworkInterfaces"] if ids else []
    return sorted(interface["SubnetId"] for interface in found)


def test_an_interface_endpoint_has_a_network_interface_in_each_of_its_subnets(network: Any) -> None:
    ec2, name = network.ec2, _interface(network)
    other = ec2.create_subnet(VpcId=network.vpc, CidrBlock="10.0.2.0/24")["Subnet"]["SubnetId"]
    assert _subnets_of_interfaces(network, name) == [network.subnet]
    ec2.modify_vpc_endpoint(VpcEndpointId=name, AddSubnetIds=[other])
    assert _subnets_of_interfaces(network, name) == sorted([network.subnet, other])
    ec2.modify_vpc_endpoint(VpcEndpointId=name, RemoveSubnetIds=[network.subnet])
    assert _subnets_of_interfaces(network, name) == [other]
    ec2.delete_subnet(SubnetId=network.subnet)  # nothing of the endpoint is left in it


def test_a_gateway_endpoint_is_a_route_in_each_of_its_route_tables(network: Any) -> None:
    ec2 = network.ec2
    tables = [ec2.create_route_table(VpcId=network.vpc)["RouteTable"]["RouteTableId"] for _ in range(2)]
    made = ec2.create_vpc_endpoint(
        VpcId=network.vpc, ServiceName="com.amazonaws.eu-central-1.s3", RouteTableIds=tables[:1]
    )
    name = made["VpcEndpoint"]["VpcEndpointId"]

    def leads(table: str) -> bool:
        [found] = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        return any(route.get("GatewayId") == name for route in found["Routes"])

    assert [leads(table) for table in tables] == [True, False]
    ec2.modify_vpc_endpoint(VpcEndpointId=name, AddRouteTableIds=tables[1:])
    assert [leads(table) for table in tables] == [True, True]
    ec2.modify_vpc_endpoint(VpcEndpointId=name, RemoveRouteTableIds=tables[:1])
    assert [leads(table) for table in tables] == [False, True]


def test_private_names_and_the_policy(network: Any) -> None:
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    name = _interface(network, PrivateDnsEnabled=False, PolicyDocument=policy)
    network.ec2.modify_vpc_endpoint(VpcEndpointId=name, PrivateDnsEnabled=True)
    assert _endpoint(network, name)["PrivateDnsEnabled"] is True
    assert json.loads(_endpoint(network, name)["PolicyDocument"]) == json.loads(policy)
    network.ec2.modify_vpc_endpoint(VpcEndpointId=name, PrivateDnsEnabled=False, ResetPolicy=True)
    assert _endpoint(network, name)["PrivateDnsEnabled"] is False
    assert _endpoint(network, name).get("PolicyDocument") != policy
