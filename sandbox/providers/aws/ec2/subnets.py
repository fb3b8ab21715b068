"""Subnets."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.ec2.tagging import TAGGED
from sandbox.providers.aws.resource import Created, Resource, compact

_ATTRIBUTES = {
    "mapPublicIpOnLaunch": "MapPublicIpOnLaunch",
    "assignIpv6AddressOnCreation": "AssignIpv6AddressOnCreation",
    "enableResourceNameDnsARecordOnLaunch": "EnableResourceNameDnsARecordOnLaunch",
}


class Subnet(Resource):
    token = "aws:ec2/subnet:Subnet"
    service = "ec2"
    replace_on = frozenset({"availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6CidrBlock", "vpcId"})
    defaults: ClassVar = dict.fromkeys(_ATTRIBUTES, False)
    # Its addresses can only be given once.
    delete_before_replace = True
    tagging = TAGGED
    unsupported = frozenset(
        {
            "customerOwnedIpv4Pool",
            "enableDns64",
            "enableLniAtDeviceIndex",
            "enableResourceNameDnsAaaaRecordOnLaunch",
            "ipv4IpamPoolId",
            "ipv4NetmaskLength",
            "ipv6IpamPoolId",
            "ipv6Native",
            "ipv6NetmaskLength",
            "mapCustomerOwnedIpOnLaunch",
            "outpostArn",
            "privateDnsHostnameTypeOnLaunch",
        }
    )

    def create(self, inputs: Props) -> Created:
        asked = compact(
            VpcId=inputs["vpcId"],
            CidrBlock=inputs.get("cidrBlock"),
            Ipv6CidrBlock=inputs.get("ipv6CidrBlock"),
            AvailabilityZone=inputs.get("availabilityZone"),
            AvailabilityZoneId=inputs.get("availabilityZoneId"),
        )
        return Created(self.client.create_subnet(**asked)["Subnet"]["SubnetId"])

    def configure(self, id: str, inputs: Props) -> None:
        self._set(id, {}, inputs)

    def read(self, id: str, outputs: Props) -> Props:
        [subnet] = self.client.describe_subnets(SubnetIds=[id])["Subnets"]
        [ipv6] = subnet.get("Ipv6CidrBlockAssociationSet") or [{}]
        launch = subnet.get("PrivateDnsNameOptionsOnLaunch", {})
        return {
            "arn": self.aws.arn("ec2", f"subnet/{id}"),
            "vpcId": subnet["VpcId"],
            "cidrBlock": subnet.get("CidrBlock"),
            "ipv6CidrBlock": ipv6.get("Ipv6CidrBlock"),
            "ipv6CidrBlockAssociationId": ipv6.get("AssociationId"),
            "availabilityZone": subnet["AvailabilityZone"],
            "availabilityZoneId": subnet["AvailabilityZoneId"],
            "ownerId": subnet["OwnerId"],
            "mapPublicIpOnLaunch": subnet["MapPublicIpOnLaunch"],
            "assignIpv6AddressOnCreation": subnet["AssignIpv6AddressOnCreation"],
            "enableResourceNameDnsARecordOnLaunch": launch.get("EnableResourceNameDnsARecord", False),
            "privateDnsHostnameTypeOnLaunch": launch.get("HostnameType"),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._set(id, old, new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_subnet(SubnetId=id)

    def _set(self, subnet: str, old: Props, new: Props) -> None:
        for name, attribute in _ATTRIBUTES.items():
            if bool(old.get(name)) != bool(new.get(name)):
                self.client.modify_subnet_attribute(SubnetId=subnet, **{attribute: {"Value": bool(new.get(name))}})
