"""EC2's things, by their tags, as long as they exist."""

from __future__ import annotations

from typing import Any

from audit import Client
from audit.compute import network
from tests.audit.conftest import OURS, OWNER, THEIRS, as_list


def spec(kind: str, tags: dict[str, str] = OURS) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": as_list(tags)}]


def kinds(client: Client) -> list[str]:
    return sorted(one.kind for one in network(client, OWNER))


def test_a_network_and_what_stands_in_it(client: Client) -> None:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=spec("vpc"))["Vpc"]["VpcId"]
    ec2.create_vpc(CidrBlock="10.1.0.0/16", TagSpecifications=spec("vpc", THEIRS))
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24", TagSpecifications=spec("subnet"))["Subnet"][
        "SubnetId"
    ]
    address = ec2.allocate_address(Domain="vpc", TagSpecifications=spec("elastic-ip"))["AllocationId"]
    gateway = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address, TagSpecifications=spec("natgateway"))
    ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName="com.amazonaws.eu-central-1.s3",
        VpcEndpointType="Gateway",
        TagSpecifications=spec("vpc-endpoint"),
    )
    template = ec2.create_launch_template(LaunchTemplateName="nodes", LaunchTemplateData={"ImageId": "ami-1"})
    ec2.create_tags(Resources=[template["LaunchTemplate"]["LaunchTemplateId"]], Tags=as_list(OURS))
    assert kinds(client) == ["elastic-ip", "launch-template", "natgateway", "subnet", "vpc", "vpc-endpoint"]
    (endpoint,) = [one for one in network(client, OWNER) if one.kind == "vpc-endpoint"]
    assert endpoint.facts == {"type": "Gateway"}
    (found,) = [one for one in network(client, OWNER) if one.kind == "vpc"]
    assert found.id == f"arn:aws:ec2:eu-central-1:123456789012:vpc/{vpc}"

    ec2.delete_nat_gateway(NatGatewayId=gateway["NatGateway"]["NatGatewayId"])
    ec2.delete_subnet(SubnetId=subnet)
    assert kinds(client) == ["elastic-ip", "launch-template", "vpc", "vpc-endpoint"]


def test_a_networks_own_group_belongs_to_it_and_any_other_stands_alone(client: Client) -> None:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    (own,) = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"]
    other = ec2.create_security_group(GroupName="jobs", Description="jobs", VpcId=vpc)["GroupId"]
    ec2.create_tags(Resources=[own["GroupId"], other], Tags=as_list(OURS))
    assert {one.name: one.belongs_to for one in network(client, OWNER)} == {own["GroupId"]: (vpc,), other: ()}


def test_an_instance_that_has_ended_is_gone(client: Client) -> None:
    ec2 = client("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    made = ec2.run_instances(
        ImageId=image, MinCount=1, MaxCount=1, InstanceType="m7i.large", TagSpecifications=spec("instance")
    )
    (found,) = [one for one in network(client, OWNER) if one.kind == "instance"]
    assert found.facts == {"class": "m7i.large"}
    ec2.terminate_instances(InstanceIds=[made["Instances"][0]["InstanceId"]])
    assert "instance" not in kinds(client)
