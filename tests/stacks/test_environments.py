"""The real program in its three environments, side by side in one sandbox."""

from __future__ import annotations

import json

import yaml

from engine import Operation
from tests.engine.invariants import layout_breaches
from tests.stacks.conftest import Platform
from tests.stacks.inventory import everything

ENVIRONMENTS = ("dev", "staging", "prod")


def test_three_environments_live_side_by_side(platform: Platform) -> None:
    """Each is created, stays as it is, and goes without a trace and without touching the others."""
    before = everything(platform.client)
    for stack in ENVIRONMENTS:
        summary, changes = platform(Operation.UP, stack)
        assert {op for op, _, _ in changes} == {"create"}
        assert summary.changes == {"create": len(platform.resources(stack))}
    # In the official engine's format, and open to an implementation of the passphrase provider that is not ours.
    assert layout_breaches(platform.folder / "state" / ".pulumi", "test") == []
    physical = [platform.physical_ids(stack) for stack in ENVIRONMENTS]
    assert len(set.union(*physical)) == sum(map(len, physical))

    for stack in ENVIRONMENTS:
        recorded = platform.resources(stack)
        summary, changes = platform(Operation.UP, stack)
        assert (summary.changes, changes) == ({"same": len(recorded)}, set())

    allow_deletion(platform)
    for stack in ENVIRONMENTS:
        others = [other for other in ENVIRONMENTS if other != stack]
        recorded_of = {other: platform.resources(other) for other in others}
        _, changes = platform(Operation.DESTROY, stack)
        assert {op for op, _, _ in changes} == {"delete"}
        assert platform.resources(stack) == []
        for other in others:
            platform(Operation.REFRESH, other)
            assert [each.urn for each in platform.resources(other)] == [each.urn for each in recorded_of[other]]

    assert layout_breaches(platform.folder / "state" / ".pulumi", "test") == []
    assert everything(platform.client) == before
    assert platform.store.clusters() == []


def test_a_changed_setting_changes_exactly_its_resources(platform: Platform) -> None:
    platform(Operation.UP, "dev")

    platform.change("dev", "queues", jobs=[{"name": "training", "receives_max": 7}])
    assert platform(Operation.UP, "dev")[1] == {
        ("update", "aws:sqs/queue:Queue", "queues-training"),
        # Its description names the number.
        ("update", "aws:cloudwatch/metricAlarm:MetricAlarm", "queues-training-dead"),
    }

    platform.change("dev", "network", endpoints=["ec2", "ecr.api", "ecr.dkr", "logs"])
    assert platform(Operation.UP, "dev")[1] == {
        ("delete", "aws:ec2/vpcEndpoint:VpcEndpoint", "network-endpoints-sts"),
    }

    platform.change("dev", "cluster", system_nodes={"instance_types": ["m7i.xlarge"], "nodes_max": 3})
    group = ("aws:eks/nodeGroup:NodeGroup", "cluster-system")
    assert platform(Operation.UP, "dev")[1] == {
        ("create-replacement", *group),
        ("replace", *group),
        ("delete-replaced", *group),
    }
    assert platform(Operation.UP, "dev")[1] == set()


def test_refresh_finds_what_was_deleted_behind_its_back(platform: Platform) -> None:
    platform(Operation.UP, "dev")
    platform(Operation.REFRESH, "dev")
    queue = platform.one("dev", "aws:sqs/queue:Queue", "queues-training")
    bucket = platform.one("dev", "aws:s3/bucket:Bucket", "storage-raw")
    platform.client("sqs").delete_queue(QueueUrl=queue.id)
    platform.client("s3").put_bucket_versioning(Bucket=bucket.id, VersioningConfiguration={"Status": "Suspended"})

    _, seen = platform(Operation.REFRESH, "dev")
    assert {change for change in seen if change[0] != "refresh"} == {
        ("delete", "aws:sqs/queue:Queue", "queues-training"),
        ("delete", "aws:sqs/queuePolicy:QueuePolicy", "queues-training"),
        ("update", "aws:s3/bucketVersioning:BucketVersioning", "storage-raw-versioning"),
    }

    _, mended = platform(Operation.UP, "dev")
    assert ("create", "aws:sqs/queue:Queue", "queues-training") in mended
    assert ("update", "aws:s3/bucketVersioning:BucketVersioning", "storage-raw-versioning") in mended
    assert platform(Operation.UP, "dev")[1] == set()


def test_people_use_what_was_made(platform: Platform) -> None:
    """An encrypted object and its versions, a job that nobody can do, the settings of the tracking database."""
    summary, _ = platform(Operation.UP, "dev")

    objects, bucket = platform.client("s3"), summary.outputs["buckets"]["raw"]
    first = objects.put_object(Bucket=bucket, Key="events/1.json", Body=b"{}")
    objects.put_object(Bucket=bucket, Key="events/1.json", Body=b"[]")
    key = platform.one("dev", "aws:kms/key:Key", "keys-storage")
    assert (first["ServerSideEncryption"], first["SSEKMSKeyId"]) == ("aws:kms", key.outputs["arn"])
    versions = objects.list_object_versions(Bucket=bucket, Prefix="events/")["Versions"]
    bodies = [
        objects.get_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])["Body"].read()
        for each in versions
    ]
    assert bodies == [b"[]", b"{}"]

    jobs, url = platform.client("sqs"), summary.outputs["queues"]["training"]
    dead = platform.one("dev", "aws:sqs/queue:Queue", "queues-training-dead").id
    receives_max = json.loads(
        jobs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["RedrivePolicy"]
    )["maxReceiveCount"]
    jobs.send_message(QueueUrl=url, MessageBody="train")
    for _ in range(receives_max):
        assert [each["Body"] for each in jobs.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]] == [
            "train"
        ]
    assert "Messages" not in jobs.receive_message(QueueUrl=url, VisibilityTimeout=0)
    assert [each["Body"] for each in jobs.receive_message(QueueUrl=dead)["Messages"]] == ["train"]

    (database,) = platform.client("rds").describe_db_instances()["DBInstances"]
    assert {
        name: database[name]
        for name in (
            "Engine",
            "StorageEncrypted",
            "IAMDatabaseAuthenticationEnabled",
            "PubliclyAccessible",
            "MultiAZ",
            "DeletionProtection",
            "BackupRetentionPeriod",
        )
    } == {
        "Engine": "postgres",
        "StorageEncrypted": True,
        "IAMDatabaseAuthenticationEnabled": True,
        "PubliclyAccessible": False,
        "MultiAZ": False,
        "DeletionProtection": False,
        "BackupRetentionPeriod": 1,
    }
    assert database["MasterUserSecret"]["SecretArn"].startswith("arn:aws:secretsmanager:")
    (group,) = database["DBParameterGroups"]
    parameters = platform.client("rds").describe_db_parameters(DBParameterGroupName=group["DBParameterGroupName"])
    assert {each["ParameterName"]: each.get("ParameterValue") for each in parameters["Parameters"]}[
        "rds.force_ssl"
    ] == "1"


def allow_deletion(platform: Platform) -> None:
    """What someone does who really wants prod gone: say so in the stack file, with a reason, and apply it."""
    allowed = {"deletion": "allowed", "reasons": {"deletion": "prod moves to another account"}}
    for section in ("keys", "registry"):
        platform.change("prod", section, **allowed)
    platform.change("prod", "cluster", **allowed)
    platform.change(
        "prod",
        "storage",
        deletion="allowed",
        audit_lock_mode="GOVERNANCE",
        reasons={"deletion": "prod moves to another account", "audit_lock_mode": "the evidence moves along"},
    )
    database = yaml.safe_load(platform.stack_file("prod").read_text())["config"]["strata:tracking"]["database"]
    platform.change(
        "prod",
        "tracking",
        database={
            **database,
            "deletion": "allowed",
            "final_snapshot": False,
            "reasons": {"deletion": "prod moves to another account", "final_snapshot": "it was copied there"},
        },
    )
    _, changes = platform(Operation.UP, "prod")
    assert {op for op, _, _ in changes} == {"update"}
