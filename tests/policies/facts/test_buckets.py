"""What is known of a bucket lies in resources around it, or in its own older properties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from policies.facts import buckets
from policies.facts.families import BUCKETS
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
TARGET: dict[str, Callable[[Any], dict[str, Any]]] = {
    "aws:s3/bucketLogging:BucketLogging": lambda to: {"targetBucket": to},
    "aws:s3/bucket:Bucket": lambda to: {"logging": {"targetBucket": to}},
    "aws:lb/loadBalancer:LoadBalancer": lambda to: {"accessLogs": {"bucket": to}},
    "aws:alb/loadBalancer:LoadBalancer": lambda to: {"connectionLogs": {"bucket": to}},
}


def bucket(beside: tuple[str, dict[str, Any]] | None = None, **properties: Any) -> Resource:
    made = Resource(urn="urn::b", type=BUCKETS[0], name="b", properties=properties, id="b-id")
    others = [] if beside is None else [Resource(urn="urn::o", type=beside[0], name="o", properties=beside[1])]
    Stack([made, *others])
    return made


@pytest.mark.parametrize("type_", TARGET)
@pytest.mark.parametrize(("to", "known"), [("b-id", T), ("other", F), (UNKNOWN, U)])
def test_logs_of_buckets_and_load_balancers_are_written_to_it(type_: str, to: Any, known: Truth) -> None:
    assert buckets.is_log_target(bucket((type_, TARGET[type_](to)))) is known


@pytest.mark.parametrize(
    ("holds", "beside", "inline"),
    [
        (
            buckets.is_versioned,
            ("aws:s3/bucketVersioning:BucketVersioning", {"versioningConfiguration": {"status": "Enabled"}}),
            {"versioning": {"enabled": True}},
        ),
        (
            buckets.is_locked,
            ("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", {}),
            {"objectLockConfiguration": {"objectLockEnabled": "Enabled"}},
        ),
        (
            buckets.has_lifecycle,
            ("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", {"rules": [{"status": "Enabled"}]}),
            {"lifecycleRules": [{"enabled": True}]},
        ),
        (
            buckets.is_logged,
            ("aws:s3/bucketLogging:BucketLogging", {"targetBucket": "logs"}),
            {"logging": {"targetBucket": "logs"}},
        ),
    ],
)
def test_by_a_resource_beside_it_or_inline(
    holds: Callable[[Resource], Truth], beside: tuple[str, dict[str, Any]], inline: dict[str, Any]
) -> None:
    type_, properties = beside
    assert holds(bucket()) is F
    assert holds(bucket((type_, properties | {"bucket": "b-id"}))) is T
    assert holds(bucket((type_, properties | {"bucket": "other"}))) is F
    assert holds(bucket((type_, properties | {"bucket": UNKNOWN}))) is U
    assert holds(bucket(**inline)) is T


def test_evidence_is_what_trails_write_or_what_is_tagged_so() -> None:
    trail = ("aws:cloudtrail/trail:Trail", {"s3BucketName": "b-id"})
    assert buckets.holds_evidence(bucket(trail)) is T
    assert buckets.holds_evidence(bucket(tags={"purpose": "audit"})) is T
    assert buckets.holds_evidence(bucket(tags={"purpose": "model-registry"})) is F
    assert buckets.holds_evidence(bucket(tags={"purpose": "model-registry"}), "model-registry") is T


def test_its_arn_is_made_of_its_name_while_nothing_tells_it() -> None:
    assert buckets.arns(bucket()) == set()
    assert buckets.arns(bucket(bucket="data")) == {"arn:aws:s3:::data"}
    told = Resource(urn="urn::b", type=BUCKETS[0], name="b", properties={"bucket": "data"}, outputs={"arn": "arn:x"})
    assert buckets.arns(told) == {"arn:x"}


@pytest.mark.parametrize("switch", [None, *SWITCHES])
def test_public_access_is_blocked_by_all_four_switches_together(switch: str | None) -> None:
    switches = {"bucket": "b-id"} | {one: one != switch for one in SWITCHES}
    blocked = buckets.blocks_public_access(bucket((BLOCK, switches)))
    assert blocked is (T if switch is None else F)
    assert buckets.blocks_public_access(bucket((BLOCK, switches | {"bucket": "other"}))) is F
