"""Who may do what: IAM's roles, instance profiles, policies and identity providers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from audit.finding import Client, Finding, Owner


def roles(client: Client, owner: Owner) -> Iterator[Finding]:
    """What IAM has of the owner. IAM cannot be searched by tag: each thing is asked for its own."""
    iam = client("iam")
    for role in _all(iam, "list_roles", "Roles"):
        if not role["Path"].startswith("/aws-service-role/"):
            yield from _owned(owner, "role", role["Arn"], iam.list_role_tags(RoleName=role["RoleName"])["Tags"])
    for profile in _all(iam, "list_instance_profiles", "InstanceProfiles"):
        tags = iam.list_instance_profile_tags(InstanceProfileName=profile["InstanceProfileName"])["Tags"]
        yield from _owned(owner, "instance-profile", profile["Arn"], tags)
    for policy in _all(iam, "list_policies", "Policies", Scope="Local"):
        yield from _owned(owner, "policy", policy["Arn"], iam.list_policy_tags(PolicyArn=policy["Arn"])["Tags"])
    for provider in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]:
        tags = iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=provider["Arn"])["Tags"]
        yield from _owned(owner, "oidc-provider", provider["Arn"], tags)


def _all(iam: Any, operation: str, member: str, **narrowed: str) -> Iterator[dict[str, Any]]:
    for page in iam.get_paginator(operation).paginate(**narrowed):
        yield from page[member]


def _owned(owner: Owner, kind: str, arn: str, tags: list[dict[str, str]]) -> Iterator[Finding]:
    named = {tag["Key"]: tag["Value"] for tag in tags}
    if owner.owns(named):
        yield Finding(service="iam", kind=kind, id=arn, tags=named)
