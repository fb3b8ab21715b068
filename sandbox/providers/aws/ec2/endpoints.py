"""Endpoints: AWS services reached from within a network."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.ec2.tagging import TAGGED, where
from sandbox.providers.aws.resource import Created, Resource, compact, document

_LISTS = {"routeTableIds": "RouteTableIds", "securityGroupIds": "SecurityGroupIds", "subnetIds": "SubnetIds"}


class VpcEndpoint(Resource):
    token = "aws:ec2/vpcEndpoint:VpcEndpoint"
    service = "ec2"
    replace_on = frozenset({"serviceName", "vpcEndpointType", "vpcId"})
    defaults: ClassVar = {"vpcEndpointType": "Gateway"}
    tagging = TAGGED
    unsupported = frozenset(
        {
            "autoAccept",
            "dnsOptions",
            "ipAddressType",
            "resourceConfigurationArn",
            "serviceNetworkArn",
            "serviceRegion",
            "subnetConfigurations",
        }
    )

    def create(self, inputs: Props) -> Created:
        asked = compact(
            VpcId=inputs["vpcId"],
            ServiceName=inputs["serviceName"],
            VpcEndpointType=inputs["vpcEndpointType"],
            PrivateDnsEnabled=inputs.get("privateDnsEnabled"),
            PolicyDocument=document(inputs["policy"]) if inputs.get("policy") else None,
        )
        lists = {member: inputs[name] for name, member in _LISTS.items() if inputs.get(name)}
        return Created(self.client.create_vpc_endpoint(**asked, **lists)["VpcEndpoint"]["VpcEndpointId"])

    def read(self, id: str, outputs: Props) -> Props | None:
        [endpoint] = self.client.describe_vpc_endpoints(VpcEndpointIds=[id])["VpcEndpoints"]
        if endpoint["State"] == "deleted":
            return None
        gateway = endpoint["VpcEndpointType"] == "Gateway"
        return {
            "arn": self.aws.arn("ec2", f"vpc-endpoint/{id}"),
            "ownerId": endpoint["OwnerId"],
            "vpcId": endpoint["VpcId"],
            "serviceName": endpoint["ServiceName"],
            "vpcEndpointType": endpoint["VpcEndpointType"],
            "state": endpoint["State"],
            "policy": endpoint.get("PolicyDocument"),
            "privateDnsEnabled": endpoint.get("PrivateDnsEnabled", False),
            "requesterManaged": endpoint.get("RequesterManaged", False),
            "routeTableIds": endpoint.get("RouteTableIds", []),
            "subnetIds": endpoint.get("SubnetIds", []),
            "securityGroupIds": [group["GroupId"] for group in endpoint.get("Groups", [])],
            "networkInterfaceIds": endpoint.get("NetworkInterfaceIds", []),
            "dnsEntries": [
                {"dnsName": entry.get("DnsName"), "hostedZoneId": entry.get("HostedZoneId")}
                for entry in endpoint.get("DnsEntries", [])
            ],
            **(self._prefix_list(endpoint["ServiceName"]) if gateway else {}),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        changes: dict[str, Any] = {}
        for name, member in _LISTS.items():
            before, after = set(old.get(name) or ()), set(new.get(name) or ())
            changes |= {f"Add{member}": sorted(after - before), f"Remove{member}": sorted(before - after)}
        if old.get("privateDnsEnabled") != new.get("privateDnsEnabled"):
            changes["PrivateDnsEnabled"] = bool(new.get("privateDnsEnabled"))
        if old.get("policy") != new.get("policy"):
            changes |= {"PolicyDocument": document(new["policy"])} if new.get("policy") else {"ResetPolicy": True}
        asked = {name: value for name, value in changes.items() if value != []}
        self.client.modify_vpc_endpoint(VpcEndpointId=id, **asked)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_vpc_endpoints(VpcEndpointIds=[id])

    def _prefix_list(self, service: str) -> Props:
        """A gateway endpoint's route leads to the list of the service's addresses."""
        found = self.client.describe_managed_prefix_lists(Filters=where(prefix_list_name=service))["PrefixLists"]
        if not found:
            return {}
        entries = self.client.get_managed_prefix_list_entries(PrefixListId=found[0]["PrefixListId"])["Entries"]
        return {"prefixListId": found[0]["PrefixListId"], "cidrBlocks": [entry["Cidr"] for entry in entries]}
