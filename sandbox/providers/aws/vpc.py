"""Rules of security groups, each a resource of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.ec2.tagging import tagged_by
from sandbox.providers.aws.resource import Created, Resource, compact
from sandbox.schema import Problem

_SOURCES = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")


class _SecurityGroupRule(Resource):
    service = "ec2"
    replace_on = frozenset({"securityGroupId"})
    unset = frozenset({"description", "fromPort", "toPort", *_SOURCES})
    tagging = tagged_by("securityGroupRuleId")
    direction: ClassVar[str]

    def check(self, inputs: Props) -> list[Problem]:
        given = [name for name in _SOURCES if inputs.get(name)]
        if len(given) != 1:
            reason = f"a rule has exactly one of {', '.join(_SOURCES)}; got {' and '.join(given) or 'none'}"
            return [Problem(given[-1] if given else _SOURCES[0], reason)]
        if inputs["ipProtocol"] in ("tcp", "udp", "6", "17"):
            missing = [name for name in ("fromPort", "toPort") if inputs.get(name) is None]
            return [Problem(name, f"is required for the protocol {inputs['ipProtocol']}") for name in missing]
        return []

    def create(self, inputs: Props) -> Created:
        allow = getattr(self.client, f"authorize_security_group_{self.direction}")
        answer = allow(GroupId=inputs["securityGroupId"], IpPermissions=[_permission(inputs)])
        return Created(answer["SecurityGroupRules"][0]["SecurityGroupRuleId"])

    def read(self, id: str, outputs: Props) -> Props:
        [rule] = self.client.describe_security_group_rules(SecurityGroupRuleIds=[id])["SecurityGroupRules"]
        everything = rule["IpProtocol"] == "-1"
        return {
            "arn": self.aws.arn("ec2", f"security-group-rule/{id}"),
            "securityGroupRuleId": id,
            "securityGroupId": rule["GroupId"],
            "ipProtocol": rule["IpProtocol"],
            "fromPort": outputs.get("fromPort") if everything else rule["FromPort"],
            "toPort": outputs.get("toPort") if everything else rule["ToPort"],
            "cidrIpv4": rule.get("CidrIpv4"),
            "cidrIpv6": rule.get("CidrIpv6"),
            "prefixListId": rule.get("PrefixListId"),
            "referencedSecurityGroupId": rule.get("ReferencedGroupInfo", {}).get("GroupId"),
            "description": rule.get("Description"),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        rule = compact(
            IpProtocol=new["ipProtocol"],
            FromPort=new.get("fromPort", -1),
            ToPort=new.get("toPort", -1),
            CidrIpv4=new.get("cidrIpv4"),
            CidrIpv6=new.get("cidrIpv6"),
            PrefixListId=new.get("prefixListId"),
            ReferencedGroupId=new.get("referencedSecurityGroupId"),
            Description=new.get("description"),
        )
        change = {"SecurityGroupRuleId": id, "SecurityGroupRule": rule}
        self.client.modify_security_group_rules(GroupId=new["securityGroupId"], SecurityGroupRules=[change])
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        revoke = getattr(self.client, f"revoke_security_group_{self.direction}")
        revoke(GroupId=outputs["securityGroupId"], SecurityGroupRuleIds=[id])


class SecurityGroupIngressRule(_SecurityGroupRule):
    token = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    direction = "ingress"


class SecurityGroupEgressRule(_SecurityGroupRule):
    token = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
    direction = "egress"


def _permission(inputs: Props) -> Props:
    text = compact(Description=inputs.get("description"))
    sources: dict[str, Any] = {
        "IpRanges": compact(CidrIp=inputs.get("cidrIpv4")),
        "Ipv6Ranges": compact(CidrIpv6=inputs.get("cidrIpv6")),
        "PrefixListIds": compact(PrefixListId=inputs.get("prefixListId")),
        "UserIdGroupPairs": compact(GroupId=inputs.get("referencedSecurityGroupId")),
    }
    ports = compact(FromPort=inputs.get("fromPort"), ToPort=inputs.get("toPort"))
    return {
        "IpProtocol": inputs["ipProtocol"],
        **(ports if inputs["ipProtocol"] != "-1" else {}),
        **{name: [{**source, **text}] for name, source in sources.items() if source},
    }
