"""Names and values between Pulumi's words and AWS's."""

from __future__ import annotations

import pytest

from sandbox.providers.aws.session import AwsSession
from sandbox.providers.aws.translation import UnknownMember, camel_case, from_aws, parameters

# No request is made: the clients serve for their model of the operations.
AWS = AwsSession("http://127.0.0.1:1", "eu-central-1")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("KMSMasterKeyID", "kmsMasterKeyId"),
        ("SSEAlgorithm", "sseAlgorithm"),
        ("MFADelete", "mfaDelete"),
        ("ID", "id"),
        ("scanOnPush", "scanOnPush"),
        ("BlockPublicAcls", "blockPublicAcls"),
        ("PromQLCriteria", "promQlCriteria"),
    ],
)
def test_names(theirs: str, ours: str) -> None:
    assert camel_case(theirs) == ours


def test_nested_values_go_there_and_back() -> None:
    rules = [{"bucketKeyEnabled": True, "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}]
    sent = parameters(
        AWS.client("s3"), "put_bucket_encryption", {"serverSideEncryptionConfiguration": {"rules": rules}}
    )
    algorithm = {"SSEAlgorithm": "aws:kms"}
    assert sent == {
        "ServerSideEncryptionConfiguration": {
            "Rules": [{"BucketKeyEnabled": True, "ApplyServerSideEncryptionByDefault": algorithm}]
        }
    }
    assert from_aws(sent["ServerSideEncryptionConfiguration"]) == {"rules": rules}


def test_maps_become_pairs() -> None:
    alarm = {"dimensions": {"QueueName": "jobs"}, "tags": {"team": "ml"}}
    assert parameters(AWS.client("cloudwatch"), "put_metric_alarm", alarm) == {
        "Dimensions": [{"Name": "QueueName", "Value": "jobs"}],
        "Tags": [{"Key": "team", "Value": "ml"}],
    }


def test_a_single_element_becomes_a_list() -> None:
    controls = {"ownershipControls": {"rule": {"objectOwnership": "BucketOwnerEnforced"}}}
    sent = parameters(AWS.client("s3"), "put_bucket_ownership_controls", controls, {"rule": "Rules"})
    assert sent["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def test_what_aws_does_not_know_is_refused() -> None:
    with pytest.raises(UnknownMember, match="colour: AWS's PublicAccessBlockConfiguration has no such property"):
        parameters(AWS.client("s3"), "put_public_access_block", {"publicAccessBlockConfiguration": {"colour": "red"}})
