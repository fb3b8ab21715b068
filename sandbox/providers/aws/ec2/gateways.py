"""Gateways to the internet, and the addresses they use."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.ec2.tagging import TAGGED
from sandbox.providers.aws.resource import Created, Resource, compact


class InternetGateway(Resource):
    token = "aws:ec2/internetGateway:InternetGateway"
    service = "ec2"
    tagging = TAGGED

    def create(self, inputs: Props) -> Created:
        return Created(self.client.create_internet_gateway()["InternetGateway"]["InternetGatewayId"])

    def configure(self, id: str, inputs: Props) -> None:
        self._bring_to(id, inputs.get("vpcId"))

    def read(self, id: str, outputs: Props) -> Props:
        [gateway] = self.client.describe_internet_gateways(InternetGatewayIds=[id])["InternetGateways"]
        [attached] = gateway["Attachments"] or [{}]
        return {
            "arn": self.aws.arn("ec2", f"internet-gateway/{id}"),
            "ownerId": gateway.get("OwnerId", self.aws.account_id),
            "vpcId": attached.get("VpcId"),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._bring_to(id, new.get("vpcId"))
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self._bring_to(id, None)
        self.client.delete_internet_gateway(InternetGatewayId=id)

    def _bring_to(self, gateway: str, vpc: str | None) -> None:
        """Attach it to this network and no other, wherever it was."""
        now = self.read(gateway, {})["vpcId"]
        if now and now != vpc:
            self.client.detach_internet_gateway(InternetGatewayId=gateway, VpcId=now)
        if vpc and now != vpc:
            self.client.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)


class Eip(Resource):
    token = "aws:ec2/eip:Eip"
    service = "ec2"
    replace_on = frozenset({"address", "domain", "networkBorderGroup", "publicIpv4Pool"})
    defaults: ClassVar = {"domain": "vpc"}
    tagging = TAGGED
    unsupported = frozenset(
        {
            "associateWithPrivateIp",
            "customerOwnedIpv4Pool",
            "instance",
            "ipamPoolId",
            "networkBorderGroup",
            "networkInterface",
            "publicIpv4Pool",
        }
    )

    def create(self, inputs: Props) -> Created:
        asked = compact(Domain=inputs["domain"], Address=inputs.get("address"))
        return Created(self.client.allocate_address(**asked)["AllocationId"])

    def read(self, id: str, outputs: Props) -> Props:
        [address] = self.client.describe_addresses(AllocationIds=[id])["Addresses"]
        public, private = address["PublicIp"], address.get("PrivateIpAddress")
        return {
            "allocationId": id,
            "arn": self.aws.arn("ec2", f"elastic-ip/{id}"),
            "domain": address["Domain"],
            "publicIp": public,
            "publicDns": f"ec2-{public.replace('.', '-')}.{self.aws.region}.compute.amazonaws.com",
            "associationId": address.get("AssociationId") or None,
            "privateIp": private,
            "privateDns": f"ip-{private.replace('.', '-')}.{self.aws.region}.compute.internal" if private else None,
        }

    def delete(self, id: str, outputs: Props) -> None:
        self.client.release_address(AllocationId=id)


class NatGateway(Resource):
    token = "aws:ec2/natGateway:NatGateway"
    service = "ec2"
    replace_on = frozenset({"allocationId", "connectivityType", "privateIp", "subnetId"})
    # Its address can only be used once.
    delete_before_replace = True
    defaults: ClassVar = {"connectivityType": "public"}
    tagging = TAGGED
    unsupported = frozenset(
        {
            "availabilityMode",
            "availabilityZoneAddresses",
            "privateIp",
            "secondaryAllocationIds",
            "secondaryPrivateIpAddressCount",
            "secondaryPrivateIpAddresses",
            "vpcId",
        }
    )

    def create(self, inputs: Props) -> Created:
        asked = compact(
            SubnetId=inputs["subnetId"],
            AllocationId=inputs.get("allocationId"),
            ConnectivityType=inputs["connectivityType"],
        )
        return Created(self.client.create_nat_gateway(**asked)["NatGateway"]["NatGatewayId"])

    def read(self, id: str, outputs: Props) -> Props | None:
        found = self.client.describe_nat_gateways(NatGatewayIds=[id])["NatGateways"]
        if not found or found[0]["State"] in ("deleting", "deleted"):
            return None
        [gateway] = found
        address = gateway["NatGatewayAddresses"][0]
        return {
            "subnetId": gateway["SubnetId"],
            "connectivityType": gateway["ConnectivityType"],
            "allocationId": address.get("AllocationId"),
            "associationId": address.get("AssociationId"),
            "networkInterfaceId": address["NetworkInterfaceId"],
            "privateIp": address["PrivateIp"],
            "publicIp": address.get("PublicIp"),
        }

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_nat_gateway(NatGatewayId=id)
