"""S3: the parts of lifecycle rules and of notifications that moto takes and does not give back.

Source: the S3 API reference, PutBucketLifecycleConfiguration and PutBucketNotificationConfiguration.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

Fields = dict[str, Any]

_SIZES = ("ObjectSizeGreaterThan", "ObjectSizeLessThan")
_set_lifecycle = FakeBucket.set_lifecycle
_serialized = S3Response.serialized


def _remember_rules(self: FakeBucket, rules: list[Fields]) -> None:
    _set_lifecycle(self, rules)
    self.rules_asked = rules


def _serialized_in_full(self: S3Response, answer: ActionResult) -> Any:
    # An error is an answer too.
    action = self.data.get("Action") if isinstance(answer.result, dict) else None
    if action == "GetBucketLifecycleConfiguration":
        bucket = self.backend.get_bucket(self.bucket_name)
        for rule, asked in zip(answer.result["Rules"], bucket.rules_asked, strict=True):
            _complete_rule(rule, asked)
    elif action == "GetBucketNotificationConfiguration":
        found = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if found.event_bridge is not None:
            answer.result["EventBridgeConfiguration"] = {}
    return _serialized(self, answer)


def _complete_rule(rule: Fields, asked: Fields) -> None:
    """Add how many noncurrent versions stay, and the sizes that a filter asks for."""
    if newer := (asked.get("NoncurrentVersionExpiration") or {}).get("NewerNoncurrentVersions"):
        rule["NoncurrentVersionExpiration"]["NewerNoncurrentVersions"] = newer
    asked_filter = asked.get("Filter") or {}
    rule.get("Filter", {}).update({size: asked_filter[size] for size in _SIZES if size in asked_filter})
    asked_and = asked_filter.get("And") or {}
    rule.get("Filter", {}).get("And", {}).update({size: asked_and[size] for size in _SIZES if size in asked_and})


def install() -> None:
    """Complete moto's S3 in place: its routes lead to one instance made when moto is imported."""
    FakeBucket.set_lifecycle = _remember_rules
    S3Response.serialized = _serialized_in_full
