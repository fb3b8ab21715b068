"""Route tables, their routes, and the subnets that use them."""

from __future__ import annotations

import zlib
from typing import Any

from protocol.values import Props
from sandbox.providers.aws.comparison import same
from sandbox.providers.aws.ec2.tagging import TAGGED, where
from sandbox.providers.aws.resource import Created, Resource
from sandbox.schema import Problem

# A route's members by the input's name. A `Route` says `destinationCidrBlock`, a table's inline route `cidrBlock`.
_DESTINATIONS = {
    "destinationCidrBlock": "DestinationCidrBlock",
    "destinationIpv6CidrBlock": "DestinationIpv6CidrBlock",
    "destinationPrefixListId": "DestinationPrefixListId",
}
_INLINE_DESTINATIONS = {
    "cidrBlock": "DestinationCidrBlock",
    "ipv6CidrBlock": "DestinationIpv6CidrBlock",
    "destinationPrefixListId": "DestinationPrefixListId",
}
_TARGETS = {
    "egressOnlyGatewayId": "EgressOnlyInternetGatewayId",
    "gatewayId": "GatewayId",
    "natGatewayId": "NatGatewayId",
    "networkInterfaceId": "NetworkInterfaceId",
    "transitGatewayId": "TransitGatewayId",
    "vpcPeeringConnectionId": "VpcPeeringConnectionId",
}
_UNSUPPORTED_TARGETS = {"carrierGatewayId", "coreNetworkArn", "localGatewayId", "odbNetworkArn", "vpcEndpointId"}


class RouteTable(Resource):
    token = "aws:ec2/routeTable:RouteTable"
    service = "ec2"
    replace_on = frozenset({"vpcId"})
    tagging = TAGGED
    unsupported = frozenset({"propagatingVgws"})

    def create(self, inputs: Props) -> Created:
        return Created(self.client.create_route_table(VpcId=inputs["vpcId"])["RouteTable"]["RouteTableId"])

    def configure(self, id: str, inputs: Props) -> None:
        self._set_routes(id, [], inputs.get("routes") or [])

    def read(self, id: str, outputs: Props) -> Props:
        [table] = self.client.describe_route_tables(RouteTableIds=[id])["RouteTables"]
        members = _INLINE_DESTINATIONS | _TARGETS
        # Routes that come with the network, and those of gateway endpoints, are not the table's own.
        own = [
            route
            for route in table["Routes"]
            if route.get("GatewayId") != "local" and not route.get("GatewayId", "").startswith("vpce-")
        ]
        return {
            "arn": self.aws.arn("ec2", f"route-table/{id}"),
            "ownerId": table["OwnerId"],
            "vpcId": table["VpcId"],
            "routes": [{name: route[member] for name, member in members.items() if route.get(member)} for route in own],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        # Without `routes`, the table's routes are managed by `Route` resources.
        self._set_routes(id, old.get("routes") or [], new.get("routes") or [])
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_route_table(RouteTableId=id)

    def _set_routes(self, table: str, old: list[Props], new: list[Props]) -> None:
        """Take away the old routes and add the new ones, as far as that has not been done."""
        there = self.read(table, {})["routes"] if old or new else []
        for route in old:
            if route not in new and _is_among(route, there):
                self.client.delete_route(RouteTableId=table, **_members(route, _INLINE_DESTINATIONS))
        for route in new:
            if not _is_among(route, there):
                members = _members(route, _INLINE_DESTINATIONS | _TARGETS)
                self.client.create_route(RouteTableId=table, **members)


def _is_among(route: Props, routes: list[Props]) -> bool:
    return any(same(route, other) for other in routes)


class Route(Resource):
    token = "aws:ec2/route:Route"
    service = "ec2"
    replace_on = frozenset({"routeTableId", *_DESTINATIONS})
    delete_before_replace = True
    unset = frozenset(_TARGETS)
    unsupported = frozenset(_UNSUPPORTED_TARGETS)

    def check(self, inputs: Props) -> list[Problem]:
        return [
            *_exactly_one(inputs, _DESTINATIONS, "destination"),
            *_exactly_one(inputs, _TARGETS, "target"),
        ]

    def create(self, inputs: Props) -> Created:
        self.client.create_route(RouteTableId=inputs["routeTableId"], **_members(inputs, _DESTINATIONS | _TARGETS))
        [destination] = _members(inputs, _DESTINATIONS).values()
        return Created(f"r-{inputs['routeTableId']}{zlib.crc32(destination.encode())}")

    def read(self, id: str, outputs: Props) -> Props | None:
        [table] = self.client.describe_route_tables(RouteTableIds=[outputs["routeTableId"]])["RouteTables"]
        wanted = _members(outputs, _DESTINATIONS)
        for route in table["Routes"]:
            if wanted.items() <= route.items():
                members = _DESTINATIONS | _TARGETS | {"origin": "Origin", "state": "State"}
                return {
                    "routeTableId": table["RouteTableId"],
                    **{name: route.get(member) or None for name, member in members.items()},
                }
        return None

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self.client.replace_route(RouteTableId=new["routeTableId"], **_members(new, _DESTINATIONS | _TARGETS))
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_route(RouteTableId=outputs["routeTableId"], **_members(outputs, _DESTINATIONS))


class RouteTableAssociation(Resource):
    token = "aws:ec2/routeTableAssociation:RouteTableAssociation"
    service = "ec2"
    replace_on = frozenset({"gatewayId", "subnetId"})
    delete_before_replace = True
    unsupported = frozenset({"gatewayId"})

    def create(self, inputs: Props) -> Created:
        answer = self.client.associate_route_table(RouteTableId=inputs["routeTableId"], SubnetId=inputs["subnetId"])
        return Created(answer["AssociationId"])

    def read(self, id: str, outputs: Props) -> Props | None:
        found = self._find(id, outputs)
        return {"routeTableId": found["RouteTableId"], "subnetId": found["SubnetId"]} if found else None

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        found = self._find(id, outputs) or {"RouteTableAssociationId": id}
        association = found["RouteTableAssociationId"]
        self.client.replace_route_table_association(AssociationId=association, RouteTableId=new["routeTableId"])
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        if found := self._find(id, outputs):
            self.client.disassociate_route_table(AssociationId=found["RouteTableAssociationId"])

    def _find(self, id: str, outputs: Props) -> Props | None:
        """The association of the subnet: its id changes with its table."""
        subnet = outputs.get("subnetId")
        by = {"association__subnet_id": subnet} if subnet else {"association__route_table_association_id": id}
        for table in self.client.describe_route_tables(Filters=where(**by))["RouteTables"]:
            for association in table["Associations"]:
                if association.get("SubnetId") == subnet or association["RouteTableAssociationId"] == id:
                    return dict(association)
        return None


def _members(route: Props, names: dict[str, str]) -> dict[str, Any]:
    return {member: route[name] for name, member in names.items() if route.get(name)}


def _exactly_one(inputs: Props, names: dict[str, str], what: str) -> list[Problem]:
    given = [name for name in names if inputs.get(name)]
    if len(given) == 1:
        return []
    got = " and ".join(given) or "none"
    return [Problem(given[-1] if given else next(iter(names)), f"a route has exactly one {what}, got {got}")]
