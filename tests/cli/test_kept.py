"""What stays when data is kept, told from the state alone."""

from __future__ import annotations

import pytest

from cli.kept import TAG, Keep, Why, kept
from components.tags import KEEP_DATA
from engine.resource import ResourceState
from protocol.values import Secret

BUCKET = "aws:s3/bucket:Bucket"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"


def resource(type_: str, name: str, physical_id: str, *needs: str, **inputs: object) -> ResourceState:
    urn = f"urn:pulumi:dev::p::{type_}::{name}"
    return ResourceState(
        urn=urn,
        custom=True,
        type=type_,
        id=physical_id,
        inputs=dict(inputs),
        dependencies=[_urn(need) for need in needs],
    )


def _urn(need: str) -> str:
    return f"urn:pulumi:dev::p::{need}"


def test_the_components_mark_data_as_the_command_knows_it() -> None:
    assert {TAG: Keep.DATA.value} == KEEP_DATA


@pytest.mark.parametrize("tags", [{"keep": "data", "owner": "ml"}, Secret({"keep": "data"})])
def test_a_store_stays_with_its_parts_and_what_they_need(tags: object) -> None:
    """The key is needed by the bucket's encryption only; the reader needs the bucket and is no part of it."""
    resources = [
        resource("aws:kms/key:Key", "key", "k-1"),
        resource("aws:kms/key:Key", "other-key", "k-2"),
        resource(BUCKET, "data", "data-1", tags=tags),
        resource(POLICY, "data-policy", "data-1", f"{BUCKET}::data", "aws:kms/key:Key::key"),
        resource(BUCKET, "scratch", "scratch-1", tags={"owner": "ml"}),
        resource(POLICY, "scratch-policy", "scratch-1", f"{BUCKET}::scratch"),
        resource("aws:iam/rolePolicy:RolePolicy", "reader", "reader-1", f"{BUCKET}::data"),
        # Another service may use the same name for something else.
        resource("aws:sqs/queue:Queue", "queue", "data-1"),
    ]
    stay = kept(resources, Keep.DATA)
    assert stay.excluded == [_urn(f"{BUCKET}::data"), _urn(f"{POLICY}::data-policy")]
    assert stay.reasons == {
        _urn(f"{BUCKET}::data"): Why.STORE,
        _urn(f"{POLICY}::data-policy"): Why.PART,
        _urn("aws:kms/key:Key::key"): Why.NEEDED,
    }


@pytest.mark.parametrize("tags", [{"keep": "evidence"}, {"keep": ""}, {}, None, "data", Secret(None)])
def test_without_the_mark_nothing_stays(tags: object) -> None:
    stay = kept([resource(BUCKET, "data", "data-1", tags=tags)], Keep.DATA)
    assert (stay.excluded, stay.reasons) == ([], {})
