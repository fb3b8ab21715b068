"""The real program in its three environments, side by side in one sandbox."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml

from engine import FileBackend, Operation, Options, Project, Stack, Summary, run, state
from engine.resource import ResourceState
from engine.urn import parse
from sandbox.aws.server import AwsServer
from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.kubernetes.api_server import connect_to
from sandbox.providers.kubernetes.provider import KubernetesProvider
from sandbox.providers.kubernetes.store import Store
from tests.stacks.inventory import everything

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = ("dev", "staging", "prod")
REGION = "eu-central-1"

Change = tuple[str, str, str]
"""A step, a type token, a logical name."""


@dataclass
class Platform:
    """A copy of the project whose stack files may be changed, in a sandbox of its own."""

    folder: Path
    server: AwsServer
    store: Store

    def __call__(self, operation: Operation, stack: str, **options: Any) -> tuple[Summary, set[Change]]:
        """Carry out an operation that must succeed; tell every change it made, or would make."""
        events: list[Any] = []
        summary = run(
            operation,
            self.open(stack),
            providers={
                "aws": lambda: AwsProvider(self.server.endpoint),
                "kubernetes": lambda: KubernetesProvider(connect_to(self.store)),
            },
            options=Options(**options),
            on_event=events.append,
        )
        assert summary.succeeded, "\n".join(summary.errors)
        done = [event.json().get("resOutputsEvent") for event in events]
        metadata = [event["metadata"] for event in done if event]
        return summary, {(m["op"], m["type"], parse(m["urn"]).name) for m in metadata if m["op"] != "same"}

    def open(self, stack: str) -> Stack:
        """The stack, read anew."""
        return Stack(Project.load(self.folder), stack, FileBackend(self.folder / "state"), passphrase="test")

    def resources(self, stack: str) -> list[ResourceState]:
        """The recorded resources."""
        opened = self.open(stack)
        return state.load(opened.backend, opened.project.name, stack, opened.crypter).snapshot.resources

    def one(self, stack: str, token: str, name: str) -> ResourceState:
        """The recorded resource of this type token and name."""
        (found,) = [each for each in self.resources(stack) if each.type == token and parse(each.urn).name == name]
        return found

    def physical_ids(self, stack: str) -> set[tuple[str, str]]:
        """Type and id of whatever was made in the account."""
        return {(each.type, each.id) for each in self.resources(stack) if each.type.startswith("aws:")}

    def stack_file(self, stack: str) -> Path:
        """The stack's settings."""
        return self.folder / f"stacks/Pulumi.{stack}.yaml"

    def change(self, stack: str, section: str, **settings: Any) -> None:
        """Change settings of a section in the stack file."""
        path = self.stack_file(stack)
        document = yaml.safe_load(path.read_text())
        document["config"].setdefault(f"strata:{section}", {}).update(settings)
        path.write_text(yaml.safe_dump(document))

    def client(self, service: str) -> Any:
        """A boto3 client, as a user of the sandbox makes one."""
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.server.endpoint,
            aws_access_key_id="sandbox",
            aws_secret_access_key="sandbox",
        )


@pytest.fixture
def platform(tmp_path: Path, aws_server: AwsServer) -> Iterator[Platform]:
    """A project in a sandbox that holds nothing yet."""
    aws_server.reset()
    shutil.copy(ROOT / "Pulumi.yaml", tmp_path)
    shutil.copytree(ROOT / "stacks", tmp_path / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
    store = Store(":memory:")
    yield Platform(tmp_path, aws_server, store)
    store.close()


def test_three_environments_live_side_by_side(platform: Platform) -> None:
    """Each is created, stays as it is, and goes without a trace and without touching the others."""
    before = everything(platform.client)
    for stack in ENVIRONMENTS:
        summary, changes = platform(Operation.UP, stack)
        assert {op for op, _, _ in changes} == {"create"}
        assert summary.changes == {"create": len(platform.resources(stack))}
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
