"""Networks."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.ec2.tagging import TAGGED, where
from sandbox.providers.aws.resource import Created, Resource

_ATTRIBUTES = {
    "enableDnsSupport": "EnableDnsSupport",
    "enableDnsHostnames": "EnableDnsHostnames",
    "enableNetworkAddressUsageMetrics": "EnableNetworkAddressUsageMetrics",
}


class Vpc(Resource):
    token = "aws:ec2/vpc:Vpc"
    service = "ec2"
    replace_on = frozenset({"cidrBlock", "instanceTenancy"})
    defaults: ClassVar = {"enableDnsSupport": True, "instanceTenancy": "default"}
    tagging = TAGGED
    unsupported = frozenset(
        {
            "assignGeneratedIpv6CidrBlock",
            "ipv4IpamPoolId",
            "ipv4NetmaskLength",
            "ipv6CidrBlock",
            "ipv6CidrBlockNetworkBorderGroup",
            "ipv6IpamPoolId",
            "ipv6NetmaskLength",
        }
    )

    def create(self, inputs: Props) -> Created:
        vpc = self.client.create_vpc(CidrBlock=inputs["cidrBlock"], InstanceTenancy=inputs["instanceTenancy"])["Vpc"]
        return Created(vpc["VpcId"])

    def configure(self, id: str, inputs: Props) -> None:
        self._set(id, {"enableDnsSupport": True}, inputs)

    def read(self, id: str, outputs: Props) -> Props:
        [vpc] = self.client.describe_vpcs(VpcIds=[id])["Vpcs"]
        [table] = self.client.describe_route_tables(Filters=where(vpc_id=id, association__main="true"))["RouteTables"]
        [acl] = self.client.describe_network_acls(Filters=where(vpc_id=id, default="true"))["NetworkAcls"]
        [group] = self.client.describe_security_groups(Filters=where(vpc_id=id, group_name="default"))["SecurityGroups"]
        return {
            "arn": self.aws.arn("ec2", f"vpc/{id}"),
            "cidrBlock": vpc["CidrBlock"],
            "instanceTenancy": vpc["InstanceTenancy"],
            "dhcpOptionsId": vpc["DhcpOptionsId"],
            "ownerId": vpc["OwnerId"],
            "mainRouteTableId": table["RouteTableId"],
            "defaultRouteTableId": table["RouteTableId"],
            "defaultNetworkAclId": acl["NetworkAclId"],
            "defaultSecurityGroupId": group["GroupId"],
            **{name: self._attribute(id, attribute) for name, attribute in _ATTRIBUTES.items()},
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._set(id, old, new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_vpc(VpcId=id)

    def _attribute(self, vpc: str, attribute: str) -> Any:
        parameter = attribute[0].lower() + attribute[1:]
        return self.client.describe_vpc_attribute(VpcId=vpc, Attribute=parameter)[attribute]["Value"]

    def _set(self, vpc: str, old: Props, new: Props) -> None:
        for name, attribute in _ATTRIBUTES.items():
            if bool(old.get(name)) != bool(new.get(name)):
                self.client.modify_vpc_attribute(VpcId=vpc, **{attribute: {"Value": bool(new.get(name))}})
