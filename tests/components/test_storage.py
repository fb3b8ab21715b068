"""The data lake: what every zone has, and what sets raw, inference and audit apart."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from components.storage import Storage, StorageArgs
from components.tags import KEEP_DATA
from components.zones import Zone
from tests.components.conftest import BringUp
from tests.components.surroundings import ACCOUNT, TAGS, key
from tests.harness import Result

BUCKET = "aws:s3/bucket:Bucket"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
LOGGING = "aws:s3/bucketLogging:BucketLogging"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
SIDE_RESOURCES = [
    ENCRYPTION,
    LIFECYCLE,
    POLICY,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketVersioning:BucketVersioning",
]
ZONES = ["raw", "curated", "features", "artifacts", "inference", "audit"]
EVERY = [*ZONES, "logs"]


@pytest.fixture(scope="module")
def storage(up: BringUp) -> Result:
    return up(lambda opts: Storage("storage", StorageArgs(), key=key("storage", opts), opts=opts))


def statements(storage: Result, zone: str) -> dict[str, dict[str, Any]]:
    document = json.loads(storage.inputs(POLICY, f"storage-{zone}-policy")["policy"])
    return {statement["Sid"]: statement for statement in document["Statement"]}


def test_each_zone_has_a_bucket_and_so_have_access_logs(storage: Result) -> None:
    assert storage.names(BUCKET) == {f"storage-{zone}" for zone in EVERY}


@pytest.mark.parametrize("kind", SIDE_RESOURCES)
def test_every_bucket_has_all_that_makes_it_safe(storage: Result, kind: str) -> None:
    bound = {storage.inputs(kind, name)["bucket"] for name in storage.names(kind)}
    assert bound == {storage.of(BUCKET, f"storage-{zone}").id for zone in EVERY}


@pytest.mark.parametrize("zone", EVERY)
def test_a_bucket_cannot_be_lost_by_mistake(storage: Result, zone: str) -> None:
    bucket = storage.of(BUCKET, f"storage-{zone}")
    assert bucket.protect
    assert not bucket.inputs.get("forceDestroy")
    assert bucket.outputs["tagsAll"] == TAGS | KEEP_DATA


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_is_encrypted_with_our_key(storage: Result, zone: str) -> None:
    (rule,) = storage.inputs(ENCRYPTION, f"storage-{zone}-encryption")["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {
        "sseAlgorithm": "aws:kms",
        "kmsMasterKeyId": storage.outputs("aws:kms/key:Key", "key-storage")["arn"],
    }
    assert rule["bucketKeyEnabled"] is True


def test_access_logs_are_encrypted_by_s3_as_their_delivery_needs(storage: Result) -> None:
    (rule,) = storage.inputs(ENCRYPTION, "storage-logs-encryption")["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


@pytest.mark.parametrize("zone", ZONES)
def test_who_read_a_zone_is_recorded(storage: Result, zone: str) -> None:
    logging = storage.inputs(LOGGING, f"storage-{zone}-logging")
    assert logging["targetBucket"] == storage.of(BUCKET, "storage-logs").id
    assert logging["targetPrefix"] == f"storage-{zone}/"


def test_access_logs_do_not_record_themselves(storage: Result) -> None:
    assert storage.names(LOGGING) == {f"storage-{zone}-logging" for zone in ZONES}


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_refuses_plain_http_and_other_keys(storage: Result, zone: str) -> None:
    expected = {"RefusePlainHttp", "RefuseOtherEncryption", "RefuseOtherKeys", "RefuseUnnamedKey"}
    assert set(statements(storage, zone)) == expected | ({"RefuseErasure"} if zone == "raw" else set())


def test_the_history_of_raw_data_cannot_be_erased(storage: Result) -> None:
    arn = storage.outputs(BUCKET, "storage-raw")["arn"]
    assert statements(storage, "raw")["RefuseErasure"] == {
        "Sid": "RefuseErasure",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:DeleteObjectVersion",
        "Resource": f"{arn}/*",
    }


def test_only_our_buckets_deliver_access_logs(storage: Result) -> None:
    arn = storage.outputs(BUCKET, "storage-logs")["arn"]
    found = statements(storage, "logs")
    assert set(found) == {"RefusePlainHttp", "AccessLogs"}
    assert found["AccessLogs"] == {
        "Sid": "AccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{arn}/*",
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }


def test_evidence_is_locked_against_everybody(storage: Result) -> None:
    assert storage.names(LOCK) == {"storage-audit-lock"}
    assert storage.inputs(BUCKET, "storage-audit")["objectLockEnabled"] is True
    rule = storage.inputs(LOCK, "storage-audit-lock")["rule"]
    assert rule == {"defaultRetention": {"mode": "COMPLIANCE", "days": 365}}


@pytest.mark.parametrize(
    ("zone", "tiering", "expire", "noncurrent"),
    [
        ("raw", 30, None, 365),
        ("curated", 30, None, 90),
        ("features", 30, None, 90),
        ("artifacts", 30, None, 180),
        ("inference", 30, 400, 30),
        ("audit", 90, 2557, 365),
        ("logs", None, 365, 30),
    ],
)
def test_objects_move_and_go_in_their_time(
    storage: Result, zone: str, tiering: int | None, expire: int | None, noncurrent: int
) -> None:
    (rule,) = storage.inputs(LIFECYCLE, f"storage-{zone}-lifecycle")["rules"]
    transitions = [{"days": tiering, "storageClass": "INTELLIGENT_TIERING"}] if tiering else None
    assert rule.get("transitions") == transitions
    assert rule.get("expiration") == ({"days": expire} if expire else None)
    assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": noncurrent}
    assert rule["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}
    assert rule["status"] == "Enabled"


def test_outputs(storage: Result) -> None:
    (component,) = [resource for resource in storage.resources if resource.type == "strata:index:Storage"]
    assert component.outputs == {
        "bucket_names": {zone: storage.of(BUCKET, f"storage-{zone}").id for zone in ZONES},
        "bucket_arns": {zone: storage.outputs(BUCKET, f"storage-{zone}")["arn"] for zone in ZONES},
    }


def test_a_zone_can_expire_sooner() -> None:
    args = StorageArgs.model_validate({"expire_days": {"curated": 20, "raw": 31}})
    raw, curated = args.retention(Zone.RAW), args.retention(Zone.CURATED)
    assert (raw.tiering_days, raw.expire_days) == (30, 31)
    assert (curated.tiering_days, curated.expire_days) == (None, 20)


@pytest.mark.parametrize(
    ("settings", "mistake"),
    [
        ({"expire_days": {"inference": 182}}, "expire_days.inference: at least 183, got 182"),
        ({"expire_days": {"audit": 364}}, "expire_days.audit: at least 365, got 364"),
        ({"audit_lock_days": 2558}, "expire_days.audit: at least 2558, got 2557"),
        ({"expire_days": {"raw": 0}}, "greater than 0"),
    ],
)
def test_what_must_be_kept_is_kept(settings: dict[str, Any], mistake: str) -> None:
    with pytest.raises(ValidationError, match=mistake):
        StorageArgs.model_validate(settings)


@pytest.mark.parametrize(
    "weaker",
    [{"deletion": "allowed"}, {"access_log_days": 364}, {"audit_lock_mode": "GOVERNANCE"}, {"audit_lock_days": 364}],
)
def test_less_than_the_default_needs_a_reason(weaker: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="without a reason"):
        StorageArgs.model_validate(weaker)


def test_where_deletion_is_allowed_buckets_go_with_their_objects(up: BringUp) -> None:
    args = StorageArgs.model_validate({"deletion": "allowed", "reasons": {"deletion": "a test"}})
    result = up(lambda opts: Storage("storage", args, key=key("storage", opts), opts=opts))
    for zone in EVERY:
        bucket = result.of(BUCKET, f"storage-{zone}")
        assert not bucket.protect
        assert bucket.inputs["forceDestroy"] is True
