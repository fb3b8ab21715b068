"""EventBridge rules and what they call."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.resource import Created, Resource, compact
from sandbox.providers.aws.tags import Tagging
from sandbox.providers.aws.translation import from_aws, parameters
from sandbox.schema import Problem

_RENAMES = {
    "batchTarget": "BatchParameters",
    "graphqlOperation": "GraphQLOperation",
    "httpTarget": "HttpParameters",
    "appsyncTarget": "AppSyncParameters",
    "inputPaths": "InputPathsMap",
    "kinesisTarget": "KinesisParameters",
    "pipelineParameterLists": "PipelineParameterList",
    "sagemakerPipelineTarget": "SageMakerPipelineParameters",
    "sqsTarget": "SqsParameters",
    "targetId": "Id",
}
_OF_THE_RULE = {"rule", "eventBusName", "region", "forceDestroy"}


class EventRule(Resource):
    token = "aws:cloudwatch/eventRule:EventRule"
    service = "events"
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 64
    replace_on = frozenset({"name", "namePrefix", "eventBusName"})
    defaults: ClassVar = {"eventBusName": "default", "forceDestroy": False, "state": "ENABLED"}
    unset = frozenset({"description", "eventPattern", "roleArn", "scheduleExpression"})
    unsupported = frozenset({"isEnabled"})  # deprecated in favour of `state`
    tagging = Tagging(resource="ResourceARN")

    def check(self, inputs: Props) -> list[Problem]:
        if "eventPattern" in inputs or "scheduleExpression" in inputs:
            return []
        return [Problem("", "a rule needs eventPattern or scheduleExpression")]

    def create(self, inputs: Props) -> Created:
        self._put(inputs)
        name, bus = inputs["name"], inputs["eventBusName"]
        return Created(name if bus == "default" else f"{bus}/{name}")

    def read(self, id: str, outputs: Props) -> Props:
        bus, _, name = id.rpartition("/")
        found = self.client.describe_rule(Name=name, EventBusName=bus or "default")
        return {
            "arn": found["Arn"],
            "name": found["Name"],
            "description": found.get("Description"),
            "eventBusName": bus or "default",
            "eventPattern": found.get("EventPattern"),
            "scheduleExpression": found.get("ScheduleExpression"),
            "roleArn": found.get("RoleArn"),
            "state": found["State"],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._put(new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        bus, _, name = id.rpartition("/")
        where = {"Rule": name, "EventBusName": bus or "default"}
        if outputs.get("forceDestroy"):
            targets = [target["Id"] for target in self.client.list_targets_by_rule(**where)["Targets"]]
            if targets:
                self.client.remove_targets(**where, Ids=targets)
        self.client.delete_rule(Name=name, EventBusName=bus or "default")

    def _put(self, inputs: Props) -> None:
        self.client.put_rule(
            **compact(
                Name=inputs["name"],
                EventBusName=inputs["eventBusName"],
                EventPattern=inputs.get("eventPattern"),
                ScheduleExpression=inputs.get("scheduleExpression"),
                Description=inputs.get("description"),
                RoleArn=inputs.get("roleArn"),
                State=inputs["state"],
            )
        )


class EventTarget(Resource):
    token = "aws:cloudwatch/eventTarget:EventTarget"
    service = "events"
    name_property = "targetId"
    name_length_max = 64
    replace_on = frozenset({"rule", "eventBusName", "targetId"})
    defaults: ClassVar = {"eventBusName": "default", "forceDestroy": False}
    unset = frozenset(
        {
            "appsyncTarget",
            "deadLetterConfig",
            "httpTarget",
            "input",
            "inputPath",
            "inputTransformer",
            "kinesisTarget",
            "retryPolicy",
            "roleArn",
            "sagemakerPipelineTarget",
            "sqsTarget",
        }
    )
    unsupported = frozenset({"batchTarget", "ecsTarget", "redshiftTarget", "runCommandTargets"})

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        return f"{logical[:56]}-{suffix}"

    def create(self, inputs: Props) -> Created:
        self._put(inputs)
        bus = "" if inputs["eventBusName"] == "default" else f"{inputs['eventBusName']}-"
        return Created(f"{bus}{inputs['rule']}-{inputs['targetId']}")

    def read(self, id: str, outputs: Props) -> Props | None:
        found = self.client.list_targets_by_rule(**_rule(outputs))["Targets"]
        target = next((target for target in found if target["Id"] == outputs["targetId"]), None)
        return {**dict.fromkeys(self.unset), **from_aws(target, _RENAMES)} if target else None

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._put(new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.remove_targets(**_rule(outputs), Ids=[outputs["targetId"]])

    def _put(self, inputs: Props) -> None:
        target = {name: value for name, value in inputs.items() if name not in _OF_THE_RULE}
        targets = parameters(self.client, "put_targets", {"targets": [target]}, _RENAMES)
        self.client.put_targets(**_rule(inputs), **targets)


def _rule(props: Props) -> Props:
    return {"Rule": props["rule"], "EventBusName": props.get("eventBusName", "default")}
