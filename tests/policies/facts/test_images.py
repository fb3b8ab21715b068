"""References to images are read as a container runtime reads them."""

from __future__ import annotations

import pytest

from policies.facts.images import Image


@pytest.mark.parametrize(
    ("reference", "registry", "repository", "tag", "digest"),
    [
        ("web", "docker.io", "web", "", ""),
        ("web:1", "docker.io", "web", "1", ""),
        ("team/web:1", "docker.io", "team/web", "1", ""),
        ("ghcr.io/team/web:1@sha256:0a", "ghcr.io", "team/web", "1", "sha256:0a"),
        ("localhost/web", "localhost", "web", "", ""),
        ("registry:5000/web", "registry:5000", "web", "", ""),
        ("registry:5000/web:1", "registry:5000", "web", "1", ""),
        ("", "docker.io", "", "", ""),
    ],
)
def test_a_reference_has_parts(reference: str, registry: str, repository: str, tag: str, digest: str) -> None:
    assert Image.parse(reference) == Image(registry, repository, tag, digest)
