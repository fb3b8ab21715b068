"""Flow logs: the record of a network's connections."""

from __future__ import annotations

from typing import ClassVar

from protocol.provider import ProviderError
from protocol.values import Props
from sandbox.providers.aws.ec2.tagging import TAGGED
from sandbox.providers.aws.resource import Created, Resource, compact
from sandbox.schema import Problem

_RESOURCES = {"vpcId": "VPC", "subnetId": "Subnet", "eniId": "NetworkInterface"}
_PREFIXES = {"vpc-": "vpcId", "subnet-": "subnetId", "eni-": "eniId"}


class FlowLog(Resource):
    token = "aws:ec2/flowLog:FlowLog"
    service = "ec2"
    replace_on = frozenset(
        {
            "iamRoleArn",
            "logDestination",
            "logDestinationType",
            "logFormat",
            "maxAggregationInterval",
            "trafficType",
            *_RESOURCES,
        }
    )
    defaults: ClassVar = {"logDestinationType": "cloud-watch-logs", "maxAggregationInterval": 600}
    tagging = TAGGED
    unsupported = frozenset(
        {
            "deliverCrossAccountRole",
            "destinationOptions",
            "regionalNatGatewayId",
            "tagFieldSpecifications",
            "transitGatewayAttachmentId",
            "transitGatewayId",
        }
    )

    def check(self, inputs: Props) -> list[Problem]:
        given = [name for name in _RESOURCES if inputs.get(name)]
        if len(given) != 1:
            return [
                Problem("vpcId", f"a flow log watches exactly one of {', '.join(_RESOURCES)}; got {given or 'none'}")
            ]
        return []

    def create(self, inputs: Props) -> Created:
        [watched] = [name for name in _RESOURCES if inputs.get(name)]
        logs = inputs["logDestinationType"] == "cloud-watch-logs"
        asked = compact(
            ResourceIds=[inputs[watched]],
            ResourceType=_RESOURCES[watched],
            TrafficType=inputs.get("trafficType"),
            LogDestinationType=inputs["logDestinationType"],
            # EC2 takes a log group by its ARN, but moto keeps only a group's name apart.
            LogDestination=None if logs else inputs.get("logDestination"),
            LogGroupName=_group_name(inputs["logDestination"]) if logs else None,
            DeliverLogsPermissionArn=inputs.get("iamRoleArn"),
            MaxAggregationInterval=inputs["maxAggregationInterval"],
            LogFormat=inputs.get("logFormat"),
        )
        answer = self.client.create_flow_logs(**asked)
        for failed in answer.get("Unsuccessful", []):
            raise ProviderError(failed["Error"]["Message"])
        return Created(answer["FlowLogIds"][0])

    def read(self, id: str, outputs: Props) -> Props | None:
        found = self.client.describe_flow_logs(FlowLogIds=[id])["FlowLogs"]
        if not found:
            return None
        [log] = found
        group = log.get("LogGroupName")
        watched = next(name for prefix, name in _PREFIXES.items() if log["ResourceId"].startswith(prefix))
        return {
            "arn": self.aws.arn("ec2", f"vpc-flow-log/{id}"),
            "iamRoleArn": log.get("DeliverLogsPermissionArn"),
            "logDestination": self.aws.arn("logs", f"log-group:{group}") if group else log.get("LogDestination"),
            "logDestinationType": log["LogDestinationType"],
            "logFormat": log["LogFormat"],
            "maxAggregationInterval": log["MaxAggregationInterval"],
            "trafficType": log["TrafficType"],
            watched: log["ResourceId"],
        }

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_flow_logs(FlowLogIds=[id])


def _group_name(arn: str) -> str:
    return arn.split(":log-group:", 1)[1].removesuffix(":*")
