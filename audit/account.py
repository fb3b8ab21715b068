"""Asks an AWS account, by tag, for everything that is a stack's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from audit import compute, identities, services
from audit.finding import Client, Finding, Owner

_KINDS: Final = {"s3": "bucket", "sqs": "queue", "sns": "topic"}
"""The kinds of things whose ARN does not tell, by service: each has but one."""
ASKED_THEMSELVES: Final = frozenset({"ec2", "ecr", "eks", "events", "iam", "rds"})
"""Services that are asked one by one: the tagging service does not know all that they have, or knows it for hours after
it is gone (https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html)."""


def ask_account(client: Client, owner: Owner) -> list[Finding]:
    """Everything in one region of an account that bears the owner's tags, by service, kind and id.

    Only reads. What cannot be tagged is not found by itself: it goes with what it belongs to, as a bucket's policy.

    Raises:
        botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError: the account does not answer, or refuses.
    """
    asked = (_tagged, compute.network, services.databases, services.repositories, services.rules, identities.roles)
    found = {one.id: _of_cluster(one, owner) for ask in (*asked, services.clusters) for one in ask(client, owner)}
    return sorted(found.values(), key=lambda one: (one.service, one.kind, one.id))


def _of_cluster(finding: Finding, owner: Owner) -> Finding:
    """What controllers made in the name of the cluster belongs to it, as long as there is one."""
    if owner.cluster_tag not in finding.tags:
        return finding
    return replace(finding, belongs_to=(*finding.belongs_to, owner.environment))


def _tagged(client: Client, owner: Owner) -> Iterator[Finding]:
    """What the tagging service knows. Two questions: for our own tags, and for those of the cluster's controllers."""
    ours = [{"Key": key, "Values": [value]} for key, value in owner.tags.items()]
    for filters in (ours, [{"Key": owner.cluster_tag}]):
        pages = client("resourcegroupstaggingapi").get_paginator("get_resources").paginate(TagFilters=filters)
        for page in pages:
            for resource in page["ResourceTagMappingList"]:
                finding = _finding(resource["ResourceARN"], resource["Tags"])
                if finding.service not in ASKED_THEMSELVES:
                    yield _look_closer(client, finding)


def _finding(arn: str, tags: Iterable[dict[str, str]]) -> Finding:
    _, _, service, _, _, resource = arn.split(":", 5)
    kind = _KINDS.get(service) or resource.replace(":", "/").partition("/")[0]
    return Finding(service=service, kind=kind, id=arn, tags={tag["Key"]: tag["Value"] for tag in tags})


def _look_closer(client: Client, finding: Finding) -> Finding:
    """What a tag does not tell: whether a key, or a secret, is already going."""
    if finding.item == "kms/key":
        key: dict[str, Any] = client("kms").describe_key(KeyId=finding.id)["KeyMetadata"]
        if key["KeyState"] == "PendingDeletion":
            return Finding(
                service="kms",
                kind="key",
                id=finding.id,
                tags=finding.tags,
                leaving=f"deleted on {key['DeletionDate']:%F}",
            )
    return finding
