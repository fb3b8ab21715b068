"""EC2: placement groups, rules changed in place, endpoints changed in full, and the refusals to delete what is in use.

Sources: the EC2 API reference (operations and error codes); botocore's service model (names and types).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2 import utils
from moto.ec2.exceptions import DependencyViolationError, EC2ClientError
from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.responses import EC2Response
from moto.rds.models import rds_backends

Fields = dict[str, Any]


class Ec2(EC2Backend):
    """moto's EC2, which forgets nothing that was deleted and refuses nothing that is in use; this one does both."""

    def __init__(self, region_name: str, account_id: str) -> None:
        self.placement_groups: dict[str, Fields] = {}
        super().__init__(region_name, account_id)

    def reset(self) -> None:
        """Nothing: moto drops the backend right after, and an empty one takes long to make."""

    @property
    def url_paths(self) -> dict[str, Callable[..., Any]]:
        """moto's table of routes: a pattern and who answers."""
        return {"/": Ec2Response.dispatch}

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

    def modify_security_group_rules(self, group_id: str, rules: Mapping[str, Fields]) -> None:
        """Change rules in place, whatever they refer to."""
        group = self.get_security_group_by_name_or_id(group_id)
        for rule_id, asked in rules.items():
            rule = group.get_rule(rule_id) if group else None
            if rule is None:
                message = f"The security group rule ID '{rule_id}' does not exist"
                raise EC2ClientError("InvalidSecurityGroupRuleId.NotFound", message)
            self._change_rule(rule, asked)

    def _change_rule(self, rule: SecurityGroupRule, asked: Fields) -> None:
        rule.ip_protocol = asked["IpProtocol"]
        everything = rule.ip_protocol == "-1"
        rule.from_port = None if everything else int(asked["FromPort"])
        rule.to_port = None if everything else int(asked["ToPort"])
        described = {"Description": asked["Description"]} if asked.get("Description") else {}
        addresses = {short: asked[name] for name, short in _ADDRESSES.items() if name in asked}
        rule.ip_range = addresses | described if addresses else {}
        other = asked.get("ReferencedGroupId")
        rule.source_group = {"GroupId": other, "OwnerId": self.account_id} | described if other else {}
        rule.prefix_list_id = asked.get("PrefixListId")
        rule.prefix_list_description = asked.get("Description")

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


class Ec2Response(EC2Response):
    """moto's operations, and those it lacks."""

    def create_placement_group(self) -> ActionResult:
        name, groups = self._get_param("GroupName"), self._ec2.placement_groups
        if name in groups:
            raise EC2ClientError("InvalidPlacementGroup.Duplicate", f"The placement group '{name}' already exists.")
        unique = f"pg-{uuid.uuid4().hex[:17]}"
        strategy = self._get_param("Strategy", "cluster")
        groups[name] = {
            "GroupName": name,
            "GroupId": unique,
            "GroupArn": f"arn:{self.partition}:ec2:{self.region}:{self.current_account}:placement-group/{name}",
            "State": "available",
            "Strategy": strategy,
        }
        if strategy == "partition":
            groups[name]["PartitionCount"] = self._get_int_param("PartitionCount", 2)
        if strategy == "spread":
            groups[name]["SpreadLevel"] = self._get_param("SpreadLevel", "rack")
        self._ec2.create_tags([unique], self._parse_tag_specification("placement-group"))
        return ActionResult({"PlacementGroup": self._shown(groups[name])})

    def describe_placement_groups(self) -> ActionResult:
        names, groups = self._get_param("GroupNames", []), self._ec2.placement_groups
        if unknown := [name for name in names if name not in groups]:
            raise EC2ClientError("InvalidPlacementGroup.Unknown", f"The Placement Group '{unknown[0]}' is unknown.")
        ids = self._get_param("GroupIds", [])
        shown = [
            self._shown(group)
            for name, group in groups.items()
            if (not names or name in names) and (not ids or group["GroupId"] in ids)
        ]
        return ActionResult({"PlacementGroups": shown})

    def delete_placement_group(self) -> ActionResult:
        name = self._get_param("GroupName")
        if name not in self._ec2.placement_groups:
            raise EC2ClientError("InvalidPlacementGroup.Unknown", f"The Placement Group '{name}' is unknown.")
        self._ec2.tags.pop(self._ec2.placement_groups.pop(name)["GroupId"], None)
        return EmptyResult()

    def modify_vpc_endpoint(self) -> ActionResult:
        found = self._ec2.describe_vpc_endpoints([self._get_param("VpcEndpointId")])[0]
        before = {"subnets": list(found.subnet_ids or []), "tables": list(found.route_table_ids or [])}
        result: ActionResult = super().modify_vpc_endpoint()
        if (private := self._get_param("PrivateDnsEnabled")) is not None:
            found.private_dns_enabled = str(private).lower() == "true"
        if self._get_param("ResetPolicy"):
            found.policy_document = None
        self._follow_subnets(found, before["subnets"])
        self._follow_route_tables(found, before["tables"])
        return result

    @property
    def _ec2(self) -> Ec2:
        backend: Ec2 = ec2_backends[self.current_account][self.region]
        return backend

    def _shown(self, group: Fields) -> Fields:
        tags = self._ec2.tags.get(group["GroupId"], {})
        return {**group, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}

    def _follow_subnets(self, endpoint: Any, before: list[str]) -> None:
        """An interface endpoint has one network interface in each of its subnets."""
        for interface in [self._ec2.enis[name] for name in endpoint.network_interface_ids]:
            if interface.subnet.id not in endpoint.subnet_ids:
                endpoint.network_interface_ids.remove(interface.id)
                self._ec2.delete_network_interface(interface.id)
        for subnet in endpoint.subnet_ids or ():
            if subnet not in before:
                interface = self._ec2.create_network_interface(subnet, None)
                endpoint.network_interface_ids.append(interface.id)

    def _follow_route_tables(self, endpoint: Any, before: list[str]) -> None:
        """A gateway endpoint is a route in each of its route tables."""
        target = endpoint.destination_prefix_list_id
        for table in before if target else ():
            if table not in endpoint.route_table_ids:
                self._ec2.delete_route(table, None, destination_prefix_list_id=target)
        for table in endpoint.route_table_ids if target else ():
            if table not in before:
                self._ec2.create_route(table, None, gateway_id=endpoint.id, destination_prefix_list_id=target)


_ADDRESSES = {"CidrIpv4": "CidrIp", "CidrIpv6": "CidrIpv6"}


def _description(rule: SecurityGroupRule) -> str | None:
    """moto knows the description of address rules only."""
    kept = {**rule.ip_range, **rule.source_group}.get("Description")
    return kept or getattr(rule, "prefix_list_description", None)


def install() -> None:
    """Put this EC2 in the place of moto's."""
    SecurityGroupRule.description = property(_description)
    utils.EC2_RESOURCE_TO_PREFIX["placement-group"] = "pg"
    ec2_backends.backend = Ec2
