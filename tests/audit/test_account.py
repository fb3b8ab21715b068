"""What the account is asked, by tag: ours is found, others' is not."""

from __future__ import annotations

from audit import Client, ask_account
from tests.audit.conftest import OURS, OWNER, THEIRS, as_list


def test_what_bears_our_tags_is_found_and_nothing_else(client: Client) -> None:
    for name, tags in (("ours", OURS), ("theirs", THEIRS), ("nobodys", {})):
        client("sqs").create_queue(QueueName=name, tags=tags)
        client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        if tags:
            client("s3").put_bucket_tagging(Bucket=name, Tagging={"TagSet": as_list(tags)})
        client("logs").create_log_group(logGroupName=name, tags=tags)
    found = ask_account(client, OWNER)
    assert {(one.item, one.name) for one in found} == {
        ("sqs/queue", "ours"),
        ("s3/bucket", "ours"),
        ("logs/log-group", "ours"),
    }


def test_a_key_that_is_being_deleted_says_when_it_is_gone(client: Client) -> None:
    kms = client("kms")
    stays, goes = (
        kms.create_key(Tags=[{"TagKey": key, "TagValue": value} for key, value in OURS.items()]) for _ in "ab"
    )
    gone = kms.schedule_key_deletion(KeyId=goes["KeyMetadata"]["KeyId"], PendingWindowInDays=7)["DeletionDate"]
    leaving = {one.id: one.leaving for one in ask_account(client, OWNER)}
    assert leaving == {stays["KeyMetadata"]["Arn"]: "", goes["KeyMetadata"]["Arn"]: f"deleted on {gone:%F}"}


def test_what_the_clusters_controllers_made_is_found_and_belongs_to_the_cluster(client: Client) -> None:
    """A volume of a claim, whose cluster may be gone."""
    owned = [{"ResourceType": "volume", "Tags": as_list({OWNER.cluster_tag: "owned"})}]
    client("ec2").create_volume(AvailabilityZone="eu-central-1a", Size=1, TagSpecifications=owned)
    (found,) = ask_account(client, OWNER)
    assert (found.item, found.belongs_to) == ("ec2/volume", ("strata-dev",))
