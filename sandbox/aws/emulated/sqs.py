"""SQS: a queue keeps its policy when another attribute is set, and shows who may use it as dead-letter queue.

Source: the SQS API reference, SetQueueAttributes and GetQueueAttributes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.sqs import urls
from moto.sqs.models import Queue, SQSBackend, sqs_backends

Attributes = dict[str, Any]


class Sqs(SQSBackend):
    """moto's SQS, whose queues lose their policy whenever an attribute is set; these do not."""

    @property
    def url_paths(self) -> dict[str, Callable[..., Any]]:
        """moto's table of routes: a pattern and who answers."""
        return {pattern.format(""): answer for pattern, answer in urls.url_paths.items()}

    def set_queue_attributes(self, queue_name: str, attributes: Attributes) -> Queue:
        kept = {"Policy": self.get_queue(queue_name).policy}
        return super().set_queue_attributes(queue_name, kept | attributes)

    def get_queue_attributes(self, queue_name: str, attribute_names: list[str]) -> Attributes:
        found: Attributes = super().get_queue_attributes(queue_name, attribute_names)
        # SQS encrypts with a key of KMS or with its own, never with both.
        if found.get("KmsMasterKeyId"):
            found["SqsManagedSseEnabled"] = "false"
        return found


def install() -> None:
    """Put this SQS in the place of moto's."""
    Queue.redrive_allow_policy = None
    if "RedriveAllowPolicy" not in Queue.BASE_ATTRIBUTES:
        Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]
    sqs_backends.backend = Sqs
