"""The plugins that are needed are those of the SDKs in the project's own virtual environment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.engines.official.plugins import Plugin, needed


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: x\nruntime: {name: python, options: {virtualenv: venv}}\n")
    return tmp_path


def sdk(root: Path, name: str, version: str, plugin: object) -> None:
    site = root / "venv" / "lib" / "python3.12" / "site-packages"
    (site / f"{name}-{version}.dist-info").mkdir(parents=True)
    (site / f"{name}-{version}.dist-info" / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")
    (site / name).mkdir()
    if plugin is not None:
        (site / name / "pulumi-plugin.json").write_text(json.dumps(plugin))


def test_every_providers_sdk_names_its_plugin(root: Path) -> None:
    sdk(root, "pulumi_kubernetes", "4.0.0", {"resource": True, "name": "kubernetes", "version": "4.0.1"})
    sdk(root, "pulumi_aws", "7.0.0", {"resource": True, "name": "aws"})
    sdk(root, "pulumi", "3.272.0", None)
    sdk(root, "pulumi_policy", "1.0.0", None)
    sdk(root, "boto3", "1.0.0", {"name": "boto3"})
    assert needed(root) == [Plugin("aws", "7.0.0"), Plugin("kubernetes", "4.0.1")]


def test_without_a_virtual_environment_those_of_this_one_count(root: Path) -> None:
    assert [plugin.name for plugin in needed(root)] == ["aws", "kubernetes"]
