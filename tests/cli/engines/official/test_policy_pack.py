"""The policies of a stack as a pack that is there for one operation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from cli.engines.official.policy_pack import policy_pack


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "stacks").mkdir()
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\nmain: stacks\nstackConfigDir: stacks\n")
    (tmp_path / "stacks" / "Pulumi.dev.yaml").write_text("config: {}\n")
    return tmp_path


def test_a_project_that_knows_no_policies_has_none(project: Path) -> None:
    with policy_pack(project, "dev") as pack:
        assert pack is None


@pytest.mark.parametrize("file", ["Pulumi.yaml", "stacks/Pulumi.dev.yaml"])
def test_a_pack_with_the_waivers_that_is_gone_afterwards(project: Path, file: str) -> None:
    with (project / file).open("a") as declared:
        declared.write("# strata:policy\n")
    (project / "stacks" / "waivers.yaml").write_text("waivers: []\n")
    with policy_pack(project, "dev") as pack:
        assert pack
        declared_runtime = yaml.safe_load((pack / "PulumiPolicy.yaml").read_text())["runtime"]
        assert declared_runtime == {"name": "python", "options": {"virtualenv": sys.prefix}}
        assert (pack / "waivers.yaml").read_text() == "waivers: []\n"
        assert pack.stat().st_mode & 0o077 == 0
    assert not pack.exists()


def test_its_program_serves_what_the_stack_says(project: Path) -> None:
    (project / "Pulumi.yaml").write_text("strata:policy\n")
    with policy_pack(project, "dev") as pack:
        assert pack
        with subprocess.Popen([sys.executable, pack], stdout=subprocess.PIPE, text=True) as served:
            assert served.stdout
            assert int(served.stdout.readline()) > 0
            served.terminate()
            assert served.wait(20) == 0
