"""Security group rules changed in place, whatever they refer to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroupRule

Fields = dict[str, Any]

_ADDRESSES = {"CidrIpv4": "CidrIp", "CidrIpv6": "CidrIpv6"}


class Rules(EC2Backend):
    """The part of the backend that changes rules."""

    def modify_security_group_rules(self, group_id: str, rules: Mapping[str, Fields]) -> None:
        """Give rules everything that is asked for; moto changes addresses only."""
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


def description(rule: SecurityGroupRule) -> str | None:
    """A rule's description; moto knows that of address rules only."""
    kept = {**rule.ip_range, **rule.source_group}.get("Description")
    return kept or getattr(rule, "prefix_list_description", None)
