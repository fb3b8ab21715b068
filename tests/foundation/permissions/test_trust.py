"""Roles are taken by tokens of exactly one repository, made for AWS."""

from __future__ import annotations

from typing import Any

from foundation import Account, EnvironmentSettings, Names
from foundation.documents import document
from foundation.identity_provider import IdentityProvider
from foundation.permissions import trust
from policies.catalogue import all_rules
from policies.evaluator import evaluate
from policies.inputs.records import stack_of

NAMES = Names(
    "strata", "prod", Account(lambda _: None, "123456789012", "eu-central-1", "arn:aws:sts::123456789012:user/a")
)
ISSUER = "token.actions.githubusercontent.com"


def settings(**more: Any) -> EnvironmentSettings:
    """Settings with a repository."""
    return EnvironmentSettings.model_validate({"region": "eu-central-1", "repository": "acme/platform", **more})


def test_github_deploys_from_jobs_of_the_environment() -> None:
    chosen = settings()
    assert trust.deploying(IdentityProvider(NAMES, chosen), chosen, "prod") == {
        "Sid": "TokensOfTheRepository",
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {
                f"{ISSUER}:aud": "sts.amazonaws.com",
                f"{ISSUER}:sub": "repo:acme/platform:environment:prod",
            }
        },
    }


def test_github_previews_pull_requests_and_the_branch() -> None:
    chosen = settings()
    condition = trust.previewing(IdentityProvider(NAMES, chosen), chosen)["Condition"]
    assert condition["StringEquals"][f"{ISSUER}:sub"] == [
        "repo:acme/platform:pull_request",
        "repo:acme/platform:ref:refs/heads/main",
    ]


def test_gitlab_deploys_from_the_branch_and_previews_any() -> None:
    chosen = settings(forge="gitlab", repository="group/sub/platform", gitlab_url="https://git.example.com")
    provider = IdentityProvider(NAMES, chosen)
    assert trust.deploying(provider, chosen, "prod")["Condition"] == {
        "StringEquals": {
            "git.example.com:aud": "https://git.example.com",
            "git.example.com:sub": "project_path:group/sub/platform:ref_type:branch:ref:main",
        }
    }
    assert trust.previewing(provider, chosen)["Condition"] == {
        "StringEquals": {"git.example.com:aud": "https://git.example.com"},
        "StringLike": {"git.example.com:sub": "project_path:group/sub/platform:ref_type:branch:ref:*"},
    }


def test_no_rule_about_trust_is_violated() -> None:
    chosen = settings()
    provider = IdentityProvider(NAMES, chosen)
    records = [
        {"type": "aws:iam/role:Role", "name": name, "properties": {"assumeRolePolicy": document([statement])}}
        for name, statement in (
            ("deploy", trust.deploying(provider, chosen, "prod")),
            ("preview", trust.previewing(provider, chosen)),
        )
    ]
    rules = [one for one in all_rules() if one.name.startswith("iam-")]
    reported = evaluate(stack_of(records, "here"), rules).reported
    assert [one.rule.name for one in reported] == []
