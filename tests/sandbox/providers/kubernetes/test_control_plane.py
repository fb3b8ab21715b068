"""Kinds and errors as an API server words them."""

from __future__ import annotations

from sandbox.problem import Problem
from sandbox.providers.kubernetes.control_plane import Invalid, Kind, NoMatch

DEPLOYMENT = Kind("apps/v1", "Deployment", "deployments", namespaced=True)


def test_a_kind_knows_its_group_and_its_resource() -> None:
    assert (DEPLOYMENT.group, DEPLOYMENT.resource) == ("apps", "deployments.apps")
    secret = Kind("v1", "Secret", "secrets", namespaced=True)
    assert (secret.group, secret.resource) == ("", "secrets")


def test_errors_are_worded_like_an_api_servers() -> None:
    assert str(NoMatch("example.com/v1", "Widget")) == 'no matches for kind "Widget" in version "example.com/v1"'
    problems = [Problem("spec.replicas", "must be at least 0, got -1"), Problem("spec.selector", "is required")]
    assert str(Invalid(DEPLOYMENT, "server", problems)) == (
        'Deployment "server" is invalid: spec.replicas: must be at least 0, got -1; spec.selector: is required'
    )
