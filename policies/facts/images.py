"""Container images: what a reference to one says, and every place in a pod that has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from policies.facts.pods import of_each_container, of_each_pod
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth

_DOCKER_HUB = "docker.io"


@dataclass(frozen=True, slots=True)
class Image:
    """What a reference such as `registry/repository:tag@digest` says.

    Attributes:
        registry: the host; Docker Hub's if it is left out.
        repository: the rest of the name.
        tag, digest: empty if it has none.
    """

    registry: str
    repository: str
    tag: str
    digest: str

    @classmethod
    def parse(cls, reference: str) -> Image:
        """Read a reference as a container runtime does."""
        name, _, digest = reference.partition("@")
        path, colon, tag = name.rpartition(":")
        if not colon or "/" in tag:
            path, tag = name, ""
        host, slash, repository = path.partition("/")
        if not slash or not (host == "localhost" or "." in host or ":" in host):
            host, repository = _DOCKER_HUB, path
        return cls(host, repository, tag, digest)


def of_each_image(workload: Resource, holds: Callable[[Image], bool]) -> Findings:
    """What is wrong with the images of a workload; one that is left out is filled in or refused by the cluster."""

    def check(reference: Node) -> Truth:
        return ~reference.is_set() | reference.satisfies(lambda value: holds(Image.parse(str(value))))

    return [
        *of_each_container(workload, check, "image"),
        *of_each_pod(workload, check, "volumes", "[]", "image", "reference"),
    ]
