"""Whose tokens take a role: one repository's, in one environment, made for AWS.

Sources: https://docs.github.com/en/actions/reference/security/oidc and https://docs.gitlab.com/ci/cloud_services/aws/.
"""

from __future__ import annotations

from typing import Any

from foundation.documents import Statement
from foundation.identity_provider import IdentityProvider
from foundation.settings import EnvironmentSettings


def deploying(provider: IdentityProvider, settings: EnvironmentSettings, environment: str) -> Statement:
    """The trust of the deploying role: on GitHub jobs of the environment, on GitLab those of the branch."""
    repository = settings.repository
    subject = (
        f"repo:{repository}:environment:{environment}"
        if settings.forge == "github"
        else f"project_path:{repository}:ref_type:branch:ref:{settings.branch}"
    )
    return _trust(provider, {"StringEquals": {f"{provider.name}:sub": subject}})


def previewing(provider: IdentityProvider, settings: EnvironmentSettings) -> Statement:
    """The trust of the previewing role: on GitHub pull requests, and the branch, whose plans and nights look too.

    On GitLab any branch: a merge request's token names the branch that it comes from, whatever that is called.
    """
    repository = settings.repository
    if settings.forge == "github":
        subjects = [f"repo:{repository}:pull_request", f"repo:{repository}:ref:refs/heads/{settings.branch}"]
        return _trust(provider, {"StringEquals": {f"{provider.name}:sub": subjects}})
    subject = f"project_path:{repository}:ref_type:branch:ref:*"
    return _trust(provider, {"StringLike": {f"{provider.name}:sub": subject}})


def _trust(provider: IdentityProvider, subject: dict[str, dict[str, Any]]) -> Statement:
    audience = {"StringEquals": {f"{provider.name}:aud": provider.audience}}
    condition: dict[str, Any] = {
        test: audience.get(test, {}) | subject.get(test, {}) for test in sorted({*audience, *subject})
    }
    return {
        "Sid": "TokensOfTheRepository",
        "Effect": "Allow",
        "Principal": {"Federated": provider.arn},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }
