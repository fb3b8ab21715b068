"""S3: the parts of lifecycle rules and of notifications that moto takes and does not give back, and its log policy.

Source: the S3 API reference, PutBucketLifecycleConfiguration and PutBucketNotificationConfiguration.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from moto.core.responses import ActionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

Fields = dict[str, Any]

_SIZES = ("ObjectSizeGreaterThan", "ObjectSizeLessThan")
_log_permissions = FakeBucket._log_permissions_enabled_policy
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


def _log_delivery_allowed(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    """Whether the target's policy lets the logging service in. moto stumbles over a statement for everybody (`*`)."""
    policy = json.loads(target_bucket.policy or "{}")
    named = [statement for statement in policy.get("Statement", []) if isinstance(statement.get("Principal"), dict)]
    target = SimpleNamespace(
        name=target_bucket.name,
        partition=target_bucket.partition,
        policy=json.dumps(policy | {"Statement": named}).encode(),
    )
    return bool(_log_permissions(target, target_prefix))


def install() -> None:
    """Complete moto's S3 in place: its routes lead to one instance made when moto is imported."""
    FakeBucket.set_lifecycle = _remember_rules
    FakeBucket._log_permissions_enabled_policy = staticmethod(_log_delivery_allowed)
    S3Response.serialized = _serialized_in_full
