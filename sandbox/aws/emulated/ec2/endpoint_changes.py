"""What changing an endpoint brings with it: network interfaces in subnets, routes in route tables."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response


class EndpointChanges(EC2Response):
    """Operations that change endpoints."""

    def modify_vpc_endpoint(self) -> ActionResult:
        found = self.ec2_backend.describe_vpc_endpoints([self._get_param("VpcEndpointId")])[0]
        before = {"subnets": list(found.subnet_ids or []), "tables": list(found.route_table_ids or [])}
        result: ActionResult = super().modify_vpc_endpoint()
        if (private := self._get_param("PrivateDnsEnabled")) is not None:
            found.private_dns_enabled = str(private).lower() == "true"
        if self._get_param("ResetPolicy"):
            found.policy_document = None
        self._follow_subnets(found, before["subnets"])
        self._follow_route_tables(found, before["tables"])
        return result

    def _follow_subnets(self, endpoint: Any, before: list[str]) -> None:
        """An interface endpoint has one network interface in each of its subnets."""
        for interface in [self.ec2_backend.enis[name] for name in endpoint.network_interface_ids]:
            if interface.subnet.id not in endpoint.subnet_ids:
                endpoint.network_interface_ids.remove(interface.id)
                self.ec2_backend.delete_network_interface(interface.id)
        for subnet in endpoint.subnet_ids or ():
            if subnet not in before:
                interface = self.ec2_backend.create_network_interface(subnet, None)
                endpoint.network_interface_ids.append(interface.id)

    def _follow_route_tables(self, endpoint: Any, before: list[str]) -> None:
        """A gateway endpoint is a route in each of its route tables."""
        target = endpoint.destination_prefix_list_id
        for table in before if target else ():
            if table not in endpoint.route_table_ids:
                self.ec2_backend.delete_route(table, None, destination_prefix_list_id=target)
        for table in endpoint.route_table_ids if target else ():
            if table not in before:
                self.ec2_backend.create_route(table, None, gateway_id=endpoint.id, destination_prefix_list_id=target)
