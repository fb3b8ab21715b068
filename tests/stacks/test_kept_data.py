"""`destroy --keep data`: the data stays, with all that it needs; all else goes, and the next `up` goes on with it."""

from __future__ import annotations

from typing import Any

import pytest

from cli.kept import Keep, kept
from engine import Operation
from tests.stacks.conftest import Platform
from tests.stacks.inventory import everything

ADDED_BY_AWS = ["ec2 RouteTables", "ec2 SecurityGroups", "rds DBSnapshots", "secretsmanager SecretList"]
"""What AWS itself makes: a VPC's main route table and default security group, a database's backup and password."""


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_data_outlives_its_stack(platform: Platform, stack: str) -> None:
    before = everything(platform.client)
    if stack == "prod":
        # Protection of what is no data still needs a word; the data itself stays protected.
        for section in ("keys", "cluster"):
            platform.change("prod", section, deletion="allowed", reasons={"deletion": "prod is rebuilt"})
    buckets = platform(Operation.UP, stack)[0].outputs["buckets"]
    recorded = {each.urn: each.id for each in platform.resources(stack)}
    platform.client("s3").put_object(Bucket=buckets["raw"], Key="events/1.json", Body=b"{}")
    database = _database(platform)

    stay = kept(platform.resources(stack), Keep.DATA)
    _, changes = platform(Operation.DESTROY, stack, excluded=tuple(stay.excluded))
    assert {op for op, _, _ in changes} == {"delete"}
    left = platform.resources(stack)
    assert {each.urn for each in left} == set(stay.reasons)
    ids = {each.outputs.get("identifier") or each.id for each in left}
    unknown = {(kind, name) for kind, name in everything(platform.client) - before if name not in ids}
    assert sorted(kind for kind, _ in unknown) == ADDED_BY_AWS
    assert platform.store.clusters() == []

    _, changes = platform(Operation.UP, stack)
    assert {op for op, _, _ in changes} == {"create"}
    now = {each.urn: each.id for each in platform.resources(stack)}
    assert now.keys() == recorded.keys()
    assert {urn: now[urn] for urn in stay.reasons} == {urn: recorded[urn] for urn in stay.reasons}
    found = platform.client("s3").get_object(Bucket=buckets["raw"], Key="events/1.json")
    assert (found["Body"].read(), found["ServerSideEncryption"]) == (b"{}", "aws:kms")
    assert _database(platform) == database
    assert platform(Operation.UP, stack)[1] == set()


def _database(platform: Platform) -> tuple[Any, ...]:
    """What tells one life of the database from another."""
    (found,) = platform.client("rds").describe_db_instances()["DBInstances"]
    return found["DbiResourceId"], found["Endpoint"], found["MasterUserSecret"]["SecretArn"]


def test_a_bucket_stays_as_safe_as_it_was(platform: Platform) -> None:
    """Its policy, encryption, lock and life cycle stay with it, and so does the key that the objects need."""
    platform(Operation.UP, "dev")
    stay = kept(platform.resources("dev"), Keep.DATA)
    names = {urn.rpartition("::")[2] for urn in stay.reasons}
    parts = ("encryption", "lifecycle", "lock", "logging", "ownership", "policy", "public-access", "versioning")
    assert {f"storage-audit-{part}" for part in parts} <= names
    assert {"keys-storage", "keys-registry", "keys-database", "keys-logs", "registry-training"} <= names
    assert names.isdisjoint({"keys-cluster", "keys-queues", "cluster-control-plane", "network-routes-nat-0"})
