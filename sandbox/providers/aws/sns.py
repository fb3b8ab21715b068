"""SNS: topics, who may use them, and who listens."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.comparison import is_absent, same
from sandbox.providers.aws.fifo import FifoResource
from sandbox.providers.aws.resource import Created, Resource, document
from sandbox.providers.aws.tags import Tagging

# Attributes by the input's name; SNS takes and gives them as text.
_TOPIC = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deliveryPolicy": "DeliveryPolicy",
    "displayName": "DisplayName",
    "fifoTopic": "FifoTopic",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
    "signatureVersion": "SignatureVersion",
    "tracingConfig": "TracingConfig",
}
_SUBSCRIPTION = {
    "deliveryPolicy": "DeliveryPolicy",
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "rawMessageDelivery": "RawMessageDelivery",
    "redrivePolicy": "RedrivePolicy",
    "subscriptionRoleArn": "SubscriptionRoleArn",
}
_FLAGS = {"contentBasedDeduplication", "fifoTopic", "rawMessageDelivery"}
_RECEIVERS = ("application", "firehose", "http", "lambda", "sqs")


class Topic(FifoResource):
    token = "aws:sns/topic:Topic"
    service = "sns"
    fifo_property = "fifoTopic"
    kind = "topic"
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 256
    replace_on = frozenset({"name", "namePrefix", "fifoTopic"})
    defaults: ClassVar = {"contentBasedDeduplication": False, "fifoTopic": False}
    unset = frozenset({"deliveryPolicy", "displayName", "kmsMasterKeyId"})
    unsupported = frozenset(
        {"archivePolicy", "fifoThroughputScope", "maximumMessageSize"}
        | {
            f"{receiver}{end}"
            for receiver in _RECEIVERS
            for end in ("FailureFeedbackRoleArn", "SuccessFeedbackRoleArn")
        }
        | {f"{receiver}SuccessFeedbackSampleRate" for receiver in _RECEIVERS}
    )
    tagging = Tagging()

    def create(self, inputs: Props) -> Created:
        attributes = {_TOPIC[name]: _text(value) for name, value in inputs.items() if name in _TOPIC}
        if not inputs["fifoTopic"]:
            attributes = {name: text for name, text in attributes.items() if name not in ("FifoTopic", _CONTENT)}
        return Created(self.client.create_topic(Name=inputs["name"], Attributes=attributes)["TopicArn"])

    def read(self, id: str, outputs: Props) -> Props:
        found = self.client.get_topic_attributes(TopicArn=id)["Attributes"]
        return {
            "arn": id,
            "name": id.rpartition(":")[2],
            "owner": found["Owner"],
            "beginningArchiveTime": found.get("BeginningArchiveTime", ""),
            **_shown(_TOPIC, found),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        for name in _changed(_TOPIC, old, new):
            self.client.set_topic_attributes(
                TopicArn=id, AttributeName=_TOPIC[name], AttributeValue=_text(new.get(name))
            )
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_topic(TopicArn=id)


class TopicPolicy(Resource):
    """The policy of a topic as a resource of its own. A topic always has one: a delete puts SNS's default back."""

    token = "aws:sns/topicPolicy:TopicPolicy"
    service = "sns"
    documents = frozenset({"policy"})
    replace_on = frozenset({"arn"})

    def create(self, inputs: Props) -> Created:
        self._put(inputs["arn"], inputs["policy"])
        return Created(inputs["arn"])

    def read(self, id: str, outputs: Props) -> Props:
        found = self.client.get_topic_attributes(TopicArn=id)["Attributes"]
        return {"arn": id, "owner": found["Owner"], "policy": found["Policy"]}

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._put(id, new["policy"])
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        statement = {
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": [f"SNS:{action}" for action in _OWNER_MAY],
            "Resource": id,
            "Condition": {"StringEquals": {"AWS:SourceOwner": self.aws.account_id}},
        }
        self._put(id, {"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]})

    def _put(self, topic: str, policy: Any) -> None:
        self.client.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=document(policy))


class TopicSubscription(Resource):
    token = "aws:sns/topicSubscription:TopicSubscription"
    service = "sns"
    replace_on = frozenset({"topic", "protocol", "endpoint"})
    defaults: ClassVar = {
        "confirmationTimeoutInMinutes": 1,
        "endpointAutoConfirms": False,
        "rawMessageDelivery": False,
    }
    unset = frozenset({"deliveryPolicy", "filterPolicy", "redrivePolicy", "subscriptionRoleArn"})
    unsupported = frozenset({"replayPolicy"})

    def create(self, inputs: Props) -> Created:
        # SNS takes a scope only together with the filter it is for.
        names = [name for name in _SUBSCRIPTION if not is_absent(inputs.get(name))]
        made = self.client.subscribe(
            TopicArn=inputs["topic"],
            Protocol=inputs["protocol"],
            Endpoint=inputs["endpoint"],
            Attributes={_SUBSCRIPTION[name]: _text(inputs[name]) for name in names},
            ReturnSubscriptionArn=True,
        )
        return Created(made["SubscriptionArn"])

    def read(self, id: str, outputs: Props) -> Props:
        found = self.client.get_subscription_attributes(SubscriptionArn=id)["Attributes"]
        return {
            "arn": id,
            "topic": found["TopicArn"],
            "protocol": found.get("Protocol", outputs.get("protocol")),
            "endpoint": found["Endpoint"],
            "ownerId": found["Owner"],
            "confirmationWasAuthenticated": found.get("ConfirmationWasAuthenticated") == "true",
            "pendingConfirmation": found["PendingConfirmation"] == "true",
            **_shown(_SUBSCRIPTION, found),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        for name in _changed(_SUBSCRIPTION, old, new):
            self.client.set_subscription_attributes(
                SubscriptionArn=id, AttributeName=_SUBSCRIPTION[name], AttributeValue=_text(new.get(name))
            )
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.unsubscribe(SubscriptionArn=id)


_CONTENT = _TOPIC["contentBasedDeduplication"]
_OWNER_MAY = (
    "AddPermission",
    "DeleteTopic",
    "GetTopicAttributes",
    "ListSubscriptionsByTopic",
    "Publish",
    "RemovePermission",
    "SetTopicAttributes",
    "Subscribe",
)


def _changed(attributes: dict[str, str], old: Props, new: Props) -> list[str]:
    return [name for name in attributes if not same(old.get(name), new.get(name))]


def _shown(attributes: dict[str, str], found: Props) -> Props:
    return {
        name: found.get(key) == "true" if name in _FLAGS else found.get(key) or None for name, key in attributes.items()
    }


def _text(value: Any) -> str:
    """An attribute as SNS takes it; empty removes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if is_absent(value) else str(value) if isinstance(value, int) else document(value)
