"""The state of the emulated EC2: it refuses to delete what is in use, and forgets what was deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from moto.ec2.exceptions import DependencyViolationError, EC2ClientError
from moto.rds.models import rds_backends

from sandbox.aws.emulated.ec2.endpoint_services import EndpointServices
from sandbox.aws.emulated.ec2.rules import Fields, Rules


class Ec2(Rules, EndpointServices):
    """moto's EC2, which forgets nothing that was deleted and refuses nothing that is in use; this one does both."""

    def __init__(self, region_name: str, account_id: str) -> None:
        self.placement_groups: dict[str, Fields] = {}
        self.metadata_defaults: Fields = {}
        super().__init__(region_name, account_id)

    def reset(self) -> None:
        """Nothing: moto drops the backend right after, and an empty one takes long to make."""

    def describe_tags(self, filters: Mapping[str, list[str]] | None = None) -> list[Fields]:
        """One resource's tags without going through everyone's: moto asks for them at each description."""
        if filters and filters.keys() == {"resource-id"} and not any("*" in name for name in filters["resource-id"]):
            return [
                {"resource_id": name, "key": key, "value": value, "resource_type": ""}
                for name in filters["resource-id"]
                for key, value in self.tags.get(name, {}).items()
            ]
        found: list[Fields] = super().describe_tags(filters)
        return found

    def describe_launch_templates(self, *names: Any, **more: Any) -> Any:
        """Templates with the tags that they have now; moto shows those that they were made with."""
        templates = super().describe_launch_templates(*names, **more)
        for template in templates:
            template.tags = template.get_tags()
        return templates

    def delete_security_group(self, name: str | None = None, group_id: str | None = None) -> None:
        """Delete a group that nothing uses."""
        if group_id and (user := next(self._users_of_group(group_id), None)):
            raise DependencyViolationError(f"resource {group_id} has a dependent object: {user}")
        super().delete_security_group(name, group_id)

    def delete_vpc(self, vpc_id: str) -> Any:
        """Delete a network that holds nothing but what it was made with."""
        gateways = (
            gateway.id for gateway in self.internet_gateways.values() if gateway.vpc and gateway.vpc.id == vpc_id
        )
        groups = (group.id for group in self.groups.get(vpc_id, {}).values() if group.name != "default")
        endpoints = (endpoint.id for endpoint in self.vpc_end_points.values() if endpoint.vpc_id == vpc_id)
        if user := next(chain(gateways, groups, endpoints), None):
            raise DependencyViolationError(f"The vpc '{vpc_id}' has dependencies and cannot be deleted: {user}")
        vpc = super().delete_vpc(vpc_id)
        self.groups.pop(vpc_id, None)
        for acl in [acl.id for acl in self.network_acls.values() if acl.vpc_id == vpc_id]:
            del self.network_acls[acl]
        return vpc

    def delete_subnet(self, subnet_id: str) -> Any:
        """Delete a subnet without network interfaces."""
        if any(interface.subnet.id == subnet_id for interface in self.enis.values()):
            raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
        return super().delete_subnet(subnet_id)

    def detach_internet_gateway(self, internet_gateway_id: str, vpc_id: str) -> None:
        """Detach a gateway that no public address is reached through."""
        if any(gateway.vpc_id == vpc_id for gateway in self.nat_gateways.values()):
            message = (
                f"Network {vpc_id} has some mapped public address(es). "
                "Please unmap those public address(es) before detaching the gateway."
            )
            raise DependencyViolationError(message)
        super().detach_internet_gateway(internet_gateway_id, vpc_id)

    def release_address(self, address: str | None = None, allocation_id: str | None = None) -> None:
        """Release an address that nothing uses."""
        if allocation_id and (user := self.address_by_allocation([allocation_id])[0].association_id):
            raise EC2ClientError(
                "InvalidIPAddress.InUse", f"Address with allocation id {allocation_id} is in use: {user}"
            )
        super().release_address(address, allocation_id)

    def delete_nat_gateway(self, nat_gateway_id: str) -> Any:
        """Delete a gateway with its network interface, and free its address."""
        if nat_gateway_id not in self.nat_gateways:
            raise EC2ClientError("NatGatewayNotFound", f"NAT gateway {nat_gateway_id} was not found")
        gateway = self.nat_gateways.pop(nat_gateway_id)
        for address in gateway.nat_gateway_addresses:
            if address.get("associationId"):
                self.disassociate_address(association_id=address["associationId"])
            self.enis.pop(address["networkInterfaceId"], None)
        gateway.state = "deleted"
        return gateway

    def delete_vpc_endpoints(self, vpce_ids: list[str] | None = None) -> None:
        """Delete endpoints and forget them."""
        super().delete_vpc_endpoints(vpce_ids)
        for endpoint in vpce_ids or ():
            self.vpc_end_points.pop(endpoint, None)

    def delete_flow_logs(self, flow_log_ids: list[str]) -> None:
        """Delete flow logs with their tags."""
        super().delete_flow_logs(flow_log_ids)
        for flow_log in flow_log_ids:
            self.tags.pop(flow_log, None)

    def _users_of_group(self, group_id: str) -> Iterator[str]:
        for groups in self.groups.values():
            for group in groups.values():
                rules = [*group.ingress_rules, *group.egress_rules] if group.id != group_id else ()
                if any(rule.source_group.get("GroupId") == group_id for rule in rules):
                    yield str(group.id)
        for interface in self.enis.values():
            if any(group.id == group_id for group in interface.group_set):
                yield str(interface.id)
        for endpoint in self.vpc_end_points.values():
            if group_id in endpoint.security_group_ids:
                yield str(endpoint.id)
        yield from rds_backends[self.account_id][self.region_name].users_of_group(group_id)
