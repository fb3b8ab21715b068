"""Security groups, with rules written inside them or without any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.comparison import same
from sandbox.providers.aws.ec2.tagging import TAGGED, where
from sandbox.providers.aws.resource import Created, Resource

_DIRECTIONS = ("ingress", "egress")


class _Group(Resource):
    """A group. Rules that the program does not write inside it belong to rule resources and are left alone."""

    service = "ec2"
    tagging = TAGGED

    def configure(self, id: str, inputs: Props) -> None:
        # EC2 lets everything out of a new group; Pulumi's AWS provider takes that rule away at once.
        _allow(self.client, id, {name: inputs.get(name) or [] for name in _DIRECTIONS})

    def read(self, id: str, outputs: Props) -> Props:
        [group] = self.client.describe_security_groups(GroupIds=[id])["SecurityGroups"]
        rules = list(_rules(self.client, id))
        return {
            "arn": self.aws.arn("ec2", f"security-group/{id}"),
            "description": group["Description"],
            "name": group["GroupName"],
            "ownerId": group["OwnerId"],
            "vpcId": group.get("VpcId"),
            **{
                direction: _shown(rules, direction == "egress", id, outputs.get(direction) or [])
                for direction in _DIRECTIONS
            },
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        changed = [name for name in _DIRECTIONS if name in new and not same(outputs.get(name), new.get(name))]
        _allow(self.client, id, {name: new[name] or [] for name in changed})
        return {}


class SecurityGroup(_Group):
    token = "aws:ec2/securityGroup:SecurityGroup"
    name_property = "name"
    prefix_property = "namePrefix"
    replace_on = frozenset({"description", "name", "namePrefix", "vpcId"})
    defaults: ClassVar = {"description": "Managed by Pulumi"}

    def create(self, inputs: Props) -> Created:
        asked = {"GroupName": inputs["name"], "Description": inputs["description"]}
        network = {"VpcId": inputs["vpcId"]} if inputs.get("vpcId") else {}
        return Created(self.client.create_security_group(**asked, **network)["GroupId"])

    def delete(self, id: str, outputs: Props) -> None:
        if outputs.get("revokeRulesOnDelete"):
            _allow(self.client, id, {name: [] for name in _DIRECTIONS})
        self.client.delete_security_group(GroupId=id)


class DefaultSecurityGroup(_Group):
    """The group that every network is made with, taken over: what the program does not write is taken out.

    Deleting it only forgets it; the group itself goes with its network.
    """

    token = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
    replace_on = frozenset({"vpcId"})
    defaults: ClassVar = {"egress": [], "ingress": []}

    def create(self, inputs: Props) -> Created:
        network = inputs.get("vpcId") or self._default_network()
        found = self.client.describe_security_groups(Filters=where(vpc_id=network, group_name="default"))
        return Created(found["SecurityGroups"][0]["GroupId"])

    def delete(self, id: str, outputs: Props) -> None:
        pass

    def _default_network(self) -> str:
        return str(self.client.describe_vpcs(Filters=where(is_default="true"))["Vpcs"][0]["VpcId"])


def _rules(client: Any, group: str) -> Iterator[Props]:
    yield from client.describe_security_group_rules(Filters=where(group_id=group))["SecurityGroupRules"]


def _allow(client: Any, group: str, wanted: Mapping[str, list[Props]]) -> None:
    """Allow what is wanted in each direction named, and nothing else. What is so already is not asked for again."""
    for direction, rules in wanted.items():
        egress = direction == "egress"
        there = [(rule, _single(rule, group)) for rule in _rules(client, group) if rule["IsEgress"] is egress]
        parts = [part for rule in rules for part in _parts(rule)]
        if gone := [rule for rule, single in there if not any(same(single, part) for part in parts)]:
            revoke = client.revoke_security_group_egress if egress else client.revoke_security_group_ingress
            revoke(GroupId=group, SecurityGroupRuleIds=[rule["SecurityGroupRuleId"] for rule in gone])
        if new := [part for part in parts if not any(same(single, part) for _, single in there)]:
            allow = client.authorize_security_group_egress if egress else client.authorize_security_group_ingress
            allow(GroupId=group, IpPermissions=[_permission(part, group) for part in new])


def _permission(rule: Props, group: str) -> Props:
    """A rule as EC2 takes it."""
    text = {"Description": rule["description"]} if rule.get("description") else {}
    protocol = "-1" if rule["protocol"] == "all" else rule["protocol"]
    groups = [*(rule.get("securityGroups") or ()), *([group] if rule.get("self") else ())]
    ports = {} if protocol == "-1" else {"FromPort": rule["fromPort"], "ToPort": rule["toPort"]}
    return {
        "IpProtocol": protocol,
        **ports,
        "IpRanges": [{"CidrIp": block, **text} for block in rule.get("cidrBlocks") or ()],
        "Ipv6Ranges": [{"CidrIpv6": block, **text} for block in rule.get("ipv6CidrBlocks") or ()],
        "PrefixListIds": [{"PrefixListId": found, **text} for found in rule.get("prefixListIds") or ()],
        "UserIdGroupPairs": [{"GroupId": other, **text} for other in groups],
    }


def _shown(rules: list[Props], egress: bool, group: str, known: list[Props]) -> list[Props]:
    """The rules as Pulumi writes them; EC2 keeps one for each address, Pulumi one for each port range.

    Args:
        rules: all of the group's, as EC2 has them.
        egress: which direction is wanted.
        group: the group's id.
        known: the rules as they were last written. Where these are the same taken apart, their grouping is kept.
    """
    single = [_single(rule, group) for rule in rules if rule["IsEgress"] is egress]
    if same(single, [part for rule in known for part in _parts(rule)]):
        return known
    grouped: dict[tuple[Any, ...], Props] = {}
    for rule in single:
        kind = (rule["protocol"], rule["fromPort"], rule["toPort"], rule.get("description"))
        into = grouped.setdefault(kind, {**rule})
        for name, value in rule.items():
            if isinstance(value, list) and into is not rule:
                into[name] = sorted({*into.get(name, []), *value})
            elif name == "self":
                into[name] = value
    return list(grouped.values())


def _single(rule: Props, group: str) -> Props:
    """One rule of EC2's, which has one address, list or group."""
    everything = rule["IpProtocol"] == "-1"
    shown = {
        "protocol": rule["IpProtocol"],
        "fromPort": 0 if everything else rule["FromPort"],
        "toPort": 0 if everything else rule["ToPort"],
    }
    if rule.get("Description"):
        shown["description"] = rule["Description"]
    other = rule.get("ReferencedGroupInfo", {}).get("GroupId")
    if other == group:
        return {**shown, "self": True}
    for name, value in (
        ("cidrBlocks", rule.get("CidrIpv4")),
        ("ipv6CidrBlocks", rule.get("CidrIpv6")),
        ("prefixListIds", rule.get("PrefixListId")),
        ("securityGroups", other),
    ):
        if value:
            shown[name] = [value]
    return shown


def _parts(rule: Props) -> Iterator[Props]:
    """A rule of Pulumi's, taken apart into EC2's."""
    protocol = "-1" if rule["protocol"] == "all" else rule["protocol"]
    common = {"protocol": protocol, "fromPort": rule["fromPort"], "toPort": rule["toPort"]}
    if rule.get("description"):
        common["description"] = rule["description"]
    if rule.get("self"):
        yield {**common, "self": True}
    for name in ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"):
        for value in rule.get(name) or ():
            yield {**common, name: [value]}
