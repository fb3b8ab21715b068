"""Manifests: all objects in files and folders, with the type tokens of Pulumi's Kubernetes provider."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.inputs import InputError
from policies.inputs.manifests import read_manifests

MANY = """
apiVersion: v1
kind: Namespace
metadata: {name: ml}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {generateName: deny-}
---
apiVersion: v1
kind: List
items:
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2}}
"""


def test_objects_of_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "many.yml").write_text(MANY)
    (tmp_path / "notes.txt").write_text("not a manifest")
    one = tmp_path / "one.json"
    one.write_text('{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "train"}}')
    found = read_manifests([tmp_path / "inner", one]).resources
    assert [(each.type, each.name) for each in found] == [
        ("kubernetes:core/v1:Namespace", "ml"),
        ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "deny-"),
        ("kubernetes:apps/v1:Deployment", "web"),
        ("kubernetes:batch/v1:Job", "train"),
    ]
    assert found[2].properties["spec"] == {"replicas": 2}
    assert len({each.urn for each in found}) == 4


def test_every_wrong_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("just text")
    (tmp_path / "b.yaml").write_text("kind: List\napiVersion: v1\nitems: [{kind: Pod}]")
    with pytest.raises(InputError) as refused:
        read_manifests([tmp_path])
    assert str(refused.value).splitlines() == [
        f"{tmp_path}/a.yaml#1: is no Kubernetes object: apiVersion and kind must be texts",
        f"{tmp_path}/b.yaml#1.items[0]: is no Kubernetes object: apiVersion and kind must be texts",
    ]


def test_a_folder_without_manifests(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no file that ends in"):
        read_manifests([tmp_path])
