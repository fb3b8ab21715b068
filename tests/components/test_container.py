"""Containers are hardened, bounded and of a fixed version."""

from __future__ import annotations

import os

import boto3
import pytest
from pydantic import ValidationError

from components.container import Image, Resources, container, http_probes, region_variables

IMAGE = Image(repository="registry.invalid/model", tag="v1")
SMALL = Resources(cpus=0.5, memory_gib=0.25)


def test_an_image_is_its_repository_tag_and_digest() -> None:
    digest = "sha256:" + "a" * 64
    assert IMAGE.reference == "registry.invalid/model:v1"
    assert Image(repository="r", tag="v1", digest=digest).reference == f"r:v1@{digest}"


@pytest.mark.parametrize("tag", ["latest", "", "a b", "-x"])
def test_an_image_needs_a_version(tag: str) -> None:
    with pytest.raises(ValidationError):
        Image(repository="r", tag=tag)


@pytest.mark.parametrize("digest", ["sha256:abc", "a" * 64, "md5:" + "a" * 32])
def test_a_digest_is_whole(digest: str) -> None:
    with pytest.raises(ValidationError):
        Image(repository="r", tag="v1", digest=digest)


@pytest.mark.parametrize(
    ("cpus", "memory_gib", "cpu", "memory"),
    [(1, 2, "1", "2Gi"), (0.5, 0.25, "500m", "256Mi"), (2.5, 1.5, "2500m", "1536Mi")],
)
def test_requests_equal_limits(cpus: float, memory_gib: float, cpu: str, memory: str) -> None:
    amounts = {"cpu": cpu, "memory": memory}
    assert Resources(cpus=cpus, memory_gib=memory_gib).quantities() == {"requests": amounts, "limits": amounts}


def test_gpus_are_asked_for_only_where_they_are_used() -> None:
    assert Resources(gpus=2).quantities()["limits"]["nvidia.com/gpu"] == "2"
    assert "nvidia.com/gpu" not in Resources().quantities()["limits"]


def test_a_container_is_exactly_this() -> None:
    assert container(
        "model",
        IMAGE,
        command=["serve"],
        resources=SMALL,
        env={"PORT": "8080"},
        mounts={"/opt/code": "code"},
        probes={"ports": []},
    ) == {
        "name": "model",
        "image": "registry.invalid/model:v1",
        "image_pull_policy": "IfNotPresent",
        "command": ["serve"],
        "env": [{"name": "HOME", "value": "/tmp"}, {"name": "PORT", "value": "8080"}],
        "resources": {
            "requests": {"cpu": "500m", "memory": "256Mi"},
            "limits": {"cpu": "500m", "memory": "256Mi"},
        },
        "security_context": {
            "allow_privilege_escalation": False,
            "capabilities": {"drop": ["ALL"]},
            "privileged": False,
            "read_only_root_filesystem": True,
            "run_as_non_root": True,
        },
        "volume_mounts": [
            {"name": "tmp", "mount_path": "/tmp"},
            {"name": "code", "mount_path": "/opt/code", "read_only": True},
        ],
        "ports": [],
    }


def test_without_a_command_the_image_decides() -> None:
    assert "command" not in container("model", IMAGE, resources=SMALL)


def test_every_sdk_learns_the_region_that_of_python_among_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    assert boto3.Session().region_name is None
    variables = region_variables("eu-central-1")
    assert set(variables) == {"AWS_DEFAULT_REGION", "AWS_REGION"}
    for name, value in variables.items():
        monkeypatch.setenv(name, str(value))
    assert boto3.Session().region_name == "eu-central-1"


def test_probes_ask_one_path_and_give_the_start_its_time() -> None:
    probes = http_probes("/health", 5000, start_s=61)
    answer = {"path": "/health", "port": 5000}
    assert probes["ports"] == [{"name": "http", "container_port": 5000}]
    assert {name: probe["http_get"] for name, probe in probes.items() if name != "ports"} == {
        "startup_probe": answer,
        "readiness_probe": answer,
        "liveness_probe": answer,
    }
    assert probes["startup_probe"]["failure_threshold"] * probes["startup_probe"]["period_seconds"] >= 61
