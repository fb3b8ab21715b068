"""What a bucket tells whom when an object changes."""

from __future__ import annotations

from typing import Any

from protocol.values import Props
from sandbox.providers.aws.resource import Created, Resource

# Pulumi's input, S3's parameter, and the name of the receiver's ARN in either.
_RECEIVERS = (
    ("lambdaFunctions", "LambdaFunctionConfigurations", "lambdaFunctionArn", "LambdaFunctionArn"),
    ("queues", "QueueConfigurations", "queueArn", "QueueArn"),
    ("topics", "TopicConfigurations", "topicArn", "TopicArn"),
)


class BucketNotification(Resource):
    token = "aws:s3/bucketNotification:BucketNotification"
    service = "s3"
    replace_on = frozenset({"bucket"})
    unset = frozenset({"eventbridge", *(name for name, *_ in _RECEIVERS)})

    def create(self, inputs: Props) -> Created:
        self._put(inputs["bucket"], inputs)
        return Created(inputs["bucket"])

    def read(self, id: str, outputs: Props) -> Props | None:
        found = self.client.get_bucket_notification_configuration(Bucket=id)
        shown: Props = {
            name: [_receiver(one, arn, aws_arn) for one in found.get(parameter, ())]
            for name, parameter, arn, aws_arn in _RECEIVERS
        }
        shown["eventbridge"] = "EventBridgeConfiguration" in found
        return {"bucket": id, **shown} if any(shown.values()) else None

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._put(id, new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self._put(id, {})

    def _put(self, bucket: str, inputs: Props) -> None:
        configuration: Props = {
            parameter: [_configuration(one, arn, aws_arn) for one in inputs[name]]
            for name, parameter, arn, aws_arn in _RECEIVERS
            if inputs.get(name)
        }
        if inputs.get("eventbridge"):
            configuration["EventBridgeConfiguration"] = {}
        self.client.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=configuration)


def _configuration(receiver: Props, arn: str, aws_arn: str) -> Props:
    filters = [
        {"Name": name, "Value": receiver[f"filter{name.capitalize()}"]}
        for name in ("prefix", "suffix")
        if receiver.get(f"filter{name.capitalize()}")
    ]
    configuration: Props = {aws_arn: receiver[arn], "Events": receiver["events"]}
    if receiver.get("id"):
        configuration["Id"] = receiver["id"]
    if filters:
        configuration["Filter"] = {"Key": {"FilterRules": filters}}
    return configuration


def _receiver(configuration: Any, arn: str, aws_arn: str) -> Props:
    rules = configuration.get("Filter", {}).get("Key", {}).get("FilterRules", ())
    return {
        arn: configuration[aws_arn],
        "events": configuration["Events"],
        "id": configuration.get("Id"),
        **{f"filter{rule['Name'].capitalize()}": rule["Value"] for rule in rules},
    }
