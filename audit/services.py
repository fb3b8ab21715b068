"""Databases, image repositories, rules and clusters, each asked of its own service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from audit.finding import Client, Finding, Owner

Tags = list[dict[str, str]]


def databases(client: Client, owner: Owner) -> Iterator[Finding]:
    """What RDS has: instances, what they are made with, and their snapshots."""
    rds = client("rds")
    for one in _all(rds, "describe_db_instances", "DBInstances"):
        facts = {
            "class": one["DBInstanceClass"],
            "storage_gib": one["AllocatedStorage"],
            "storage_type": one["StorageType"],
            "multi_az": one["MultiAZ"],
        }
        yield from _owned(owner, "rds", "db", one["DBInstanceArn"], one["TagList"], facts=facts)
    for one in _all(rds, "describe_db_snapshots", "DBSnapshots"):
        database = one["DBSnapshotArn"].partition(":snapshot:")[0] + f":db:{one['DBInstanceIdentifier']}"
        automatic = (database,) if one["SnapshotType"] == "automated" else ()
        yield from _owned(owner, "rds", "snapshot", one["DBSnapshotArn"], one["TagList"], belongs_to=automatic)
    for operation, member, arn, kind in (
        ("describe_db_subnet_groups", "DBSubnetGroups", "DBSubnetGroupArn", "subgrp"),
        ("describe_db_parameter_groups", "DBParameterGroups", "DBParameterGroupArn", "pg"),
    ):
        for one in _all(rds, operation, member):
            yield from _owned(
                owner, "rds", kind, one[arn], rds.list_tags_for_resource(ResourceName=one[arn])["TagList"]
            )


def repositories(client: Client, owner: Owner) -> Iterator[Finding]:
    """What ECR has."""
    ecr = client("ecr")
    for one in _all(ecr, "describe_repositories", "repositories"):
        tags = ecr.list_tags_for_resource(resourceArn=one["repositoryArn"])["tags"]
        yield from _owned(owner, "ecr", "repository", one["repositoryArn"], tags)


def rules(client: Client, owner: Owner) -> Iterator[Finding]:
    """What EventBridge has."""
    events = client("events")
    for one in _all(events, "list_rules", "Rules"):
        yield from _owned(
            owner, "events", "rule", one["Arn"], events.list_tags_for_resource(ResourceARN=one["Arn"])["Tags"]
        )


def clusters(client: Client, owner: Owner) -> Iterator[Finding]:
    """What EKS has. Node groups, add-ons and associations come and go with their cluster."""
    eks = client("eks")
    for name in (name for page in eks.get_paginator("list_clusters").paginate() for name in page["clusters"]):
        one = eks.describe_cluster(name=name)["cluster"]
        tags = [{"Key": key, "Value": value} for key, value in one.get("tags", {}).items()]
        facts = {"endpoint": one.get("endpoint", "")}
        yield from _owned(owner, "eks", "cluster", one["arn"], tags, facts=facts)


def _all(service: Any, operation: str, member: str) -> Iterator[dict[str, Any]]:
    if not service.can_paginate(operation):
        yield from getattr(service, operation)()[member]
        return
    for page in service.get_paginator(operation).paginate():
        yield from page[member]


def _owned(owner: Owner, service: str, kind: str, arn: str, tags: Tags, **more: Any) -> Iterator[Finding]:
    named = {tag["Key"]: tag["Value"] for tag in tags}
    if owner.owns(named):
        yield Finding(service=service, kind=kind, id=arn, tags=named, **more)
