"""Security group rules changed in place."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError


def _rule(network: Any, group: str) -> Any:
    rules = network.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
    [rule] = [rule for rule in rules["SecurityGroupRules"] if not rule["IsEgress"]]
    return rule


def _change(network: Any, group: str, **asked: Any) -> Any:
    rule = {"SecurityGroupRuleId": _rule(network, group)["SecurityGroupRuleId"], "SecurityGroupRule": asked}
    network.ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=[rule])
    return _rule(network, group)


def _open(network: Any, **permission: Any) -> str:
    group = network.group()
    asked = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **permission}
    network.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[asked])
    return str(group)


def test_addresses_ports_and_description(network: Any) -> None:
    group = _open(network, IpRanges=[{"CidrIp": "10.0.0.0/16", "Description": "from within"}])
    assert _rule(network, group)["Description"] == "from within"
    rule = _change(
        network, group, IpProtocol="udp", FromPort=53, ToPort=54, CidrIpv4="10.1.0.0/16", Description="names"
    )
    assert (rule["IpProtocol"], rule["FromPort"], rule["ToPort"]) == ("udp", 53, 54)
    assert (rule["CidrIpv4"], rule["Description"]) == ("10.1.0.0/16", "names")


def test_from_an_address_to_another_group(network: Any) -> None:
    other = network.group("other")
    group = _open(network, IpRanges=[{"CidrIp": "10.0.0.0/16"}])
    rule = _change(network, group, IpProtocol="tcp", FromPort=443, ToPort=443, ReferencedGroupId=other)
    assert rule["ReferencedGroupInfo"]["GroupId"] == other
    assert "CidrIpv4" not in rule
    with pytest.raises(ClientError, match="DependencyViolation"):
        network.ec2.delete_security_group(GroupId=other)


def test_to_everything(network: Any) -> None:
    group = _open(network, IpRanges=[{"CidrIp": "10.0.0.0/16"}])
    rule = _change(network, group, IpProtocol="-1", FromPort=443, ToPort=443, CidrIpv6="::/0")
    assert (rule["IpProtocol"], rule.get("FromPort", -1), rule.get("ToPort", -1)) == ("-1", -1, -1)
    assert rule["CidrIpv6"] == "::/0"


def test_the_description_of_a_rule_for_a_prefix_list(network: Any) -> None:
    made = network.ec2.create_managed_prefix_list(PrefixListName="offices", MaxEntries=1, AddressFamily="IPv4")
    name = made["PrefixList"]["PrefixListId"]
    group = _open(network, PrefixListIds=[{"PrefixListId": name}])
    rule = _change(network, group, IpProtocol="tcp", FromPort=1, ToPort=2, PrefixListId=name, Description="offices")
    assert (rule["PrefixListId"], rule["Description"]) == (name, "offices")


def test_one_that_does_not_exist(network: Any) -> None:
    rule = {"SecurityGroupRuleId": "sgr-0", "SecurityGroupRule": {"IpProtocol": "-1"}}
    with pytest.raises(ClientError, match=r"InvalidSecurityGroupRuleId\.NotFound.*'sgr-0' does not exist"):
        network.ec2.modify_security_group_rules(GroupId=network.group(), SecurityGroupRules=[rule])
