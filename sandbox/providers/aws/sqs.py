"""SQS: queues, their dead letters and who may use them."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.comparison import is_absent
from sandbox.providers.aws.fifo import FifoResource
from sandbox.providers.aws.resource import Created, Resource, document
from sandbox.providers.aws.tags import Tagging

# Attributes of a queue by the input's name. SQS takes and gives them as text.
_NUMBERS = {
    "delaySeconds": "DelaySeconds",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
_FLAGS = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "fifoQueue": "FifoQueue",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
}
_TEXTS = {
    "deduplicationScope": "DeduplicationScope",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
}
_ATTRIBUTES = _NUMBERS | _FLAGS | _TEXTS


class Queue(FifoResource):
    token = "aws:sqs/queue:Queue"
    service = "sqs"
    fifo_property = "fifoQueue"
    kind = "queue"
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 80
    replace_on = frozenset({"name", "namePrefix", "fifoQueue"})
    defaults: ClassVar = {
        "delaySeconds": 0,
        "maxMessageSize": 262_144,
        "messageRetentionSeconds": 345_600,
        "receiveWaitTimeSeconds": 0,
        "visibilityTimeoutSeconds": 30,
    }
    unset = frozenset({"contentBasedDeduplication", "kmsMasterKeyId"})
    tagging = Tagging(
        "tag_queue", "untag_queue", "list_queue_tags", resource="QueueUrl", identity="url", tags="Tags", pair=None
    )

    def create(self, inputs: Props) -> Created:
        attributes = {_ATTRIBUTES[name]: _text(value) for name, value in inputs.items() if name in _ATTRIBUTES}
        if not inputs.get("fifoQueue"):
            attributes.pop("FifoQueue", None)  # SQS refuses the attribute on a standard queue, even as false
        return Created(self.client.create_queue(QueueName=inputs["name"], Attributes=attributes)["QueueUrl"])

    def read(self, id: str, outputs: Props) -> Props:
        found = self.client.get_queue_attributes(QueueUrl=id, AttributeNames=["All"])["Attributes"]
        return {
            "arn": found["QueueArn"],
            "url": id,
            "name": id.rpartition("/")[2],
            **{name: int(found[key]) for name, key in _NUMBERS.items() if key in found},
            **{name: found.get(key) == "true" for name, key in _FLAGS.items()},
            **{name: found.get(key) for name, key in _TEXTS.items()},
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        changed = {name for name in _ATTRIBUTES if old.get(name) != new.get(name)}
        self.client.set_queue_attributes(
            QueueUrl=id, Attributes={_ATTRIBUTES[name]: _text(new.get(name)) for name in changed}
        )
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_queue(QueueUrl=id)


class _QueueAttribute(Resource):
    """One attribute of a queue, as a resource of its own. Its id is the queue's URL."""

    service = "sqs"
    replace_on = frozenset({"queueUrl"})
    property: ClassVar[str]

    def create(self, inputs: Props) -> Created:
        self._set(inputs["queueUrl"], inputs[self.property])
        return Created(inputs["queueUrl"])

    def read(self, id: str, outputs: Props) -> Props | None:
        key = _TEXTS[self.property]
        found = self.client.get_queue_attributes(QueueUrl=id, AttributeNames=[key]).get("Attributes", {})
        return {"queueUrl": id, self.property: found[key]} if found.get(key) else None

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._set(id, new[self.property])
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self._set(id, "")

    def _set(self, url: str, value: Any) -> None:
        self.client.set_queue_attributes(QueueUrl=url, Attributes={_TEXTS[self.property]: _text(value)})


class QueuePolicy(_QueueAttribute):
    token = "aws:sqs/queuePolicy:QueuePolicy"
    documents = frozenset({"policy"})
    property = "policy"


class RedrivePolicy(_QueueAttribute):
    token = "aws:sqs/redrivePolicy:RedrivePolicy"
    property = "redrivePolicy"


class RedriveAllowPolicy(_QueueAttribute):
    token = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"
    property = "redriveAllowPolicy"


def _text(value: Any) -> str:
    """An attribute as SQS takes it; empty removes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if is_absent(value) else str(value) if isinstance(value, int) else document(value)
