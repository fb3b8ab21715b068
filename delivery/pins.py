"""What the written pipelines use of others, each at one version that is known to exist.

An action's tag can be moved to other code by whoever owns it, its commit cannot: so actions are named by the commit
that the tag stood for in the action's repository when it was looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Action:
    """A GitHub action.

    Attributes:
        version: the tag, for people and for tools that propose a newer one.
        commit: what the tag stood for.
    """

    version: str
    commit: str


ACTIONS: Final = {
    "actions/cache": Action("v5.0.5", "27d5ce7f107fe9357f9df03efb73ab90386fccae"),
    "actions/checkout": Action("v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"),
    "actions/download-artifact": Action("v8.0.1", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c"),
    "actions/setup-python": Action("v7.0.0", "5fda3b95a4ea91299a34e894583c3862153e4b97"),
    "actions/upload-artifact": Action("v7.0.0", "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f"),
    "anchore/sbom-action": Action("v0.24.0", "e22c389904149dbc22b58101806040fa8d37a610"),
    "anchore/scan-action": Action("v7.4.0", "e1165082ffb1fe366ebaf02d8526e7c4989ea9d2"),
    "aws-actions/configure-aws-credentials": Action("v6.2.3", "e6de054238d6b7531b4efff3b6587d9aade6a06c"),
    "github/codeql-action": Action("v4.36.2", "8aad20d150bbac5944a9f9d289da16a4b0d87c1e"),
    "pulumi/actions": Action("v7.0.0", "8e5e406f4007fca908480587cb9893c07090f58d"),
    "sigstore/cosign-installer": Action("v4.1.2", "6f9f17788090df1f26f669e9d70d6ae9567deba6"),
}
"""By repository; looked up on 2026-11-21."""


@dataclass(frozen=True)
class Tools:
    """Versions of the tools that the pipelines run; those of Go as `go run` takes them, checked by its database."""

    bandit: str = "1.9.4"
    cosign: str = "v3.1.2"
    gitleaks: str = "github.com/zricethezav/gitleaks/v8@v8.30.1"
    grype: str = "v0.115.0"
    pip_audit: str = "2.10.1"
    syft: str = "v1.51.0"
    zizmor: str = "1.32.0"


TOOLS: Final = Tools()
