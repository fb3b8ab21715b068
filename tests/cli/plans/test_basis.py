"""What a plan rests on: every file that the program imports, every setting, the state, the versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.plans.basis import basis, sources
from cli.plans.sealing import Seal
from engine import Project
from tests.engine.memory_provider import Cloud
from tests.engine.programs import item
from tests.harness import Deployer

ROOT = Path(__file__).parents[3]
SEAL = Seal(b"key")


@pytest.fixture
def stack(tmp_path: Path) -> Deployer:
    deployer = Deployer(folder=tmp_path, providers={"test": Cloud()})
    deployer._write_project({"strata:a": "1"})
    (tmp_path / "__main__.py").write_text("")
    return deployer


def test_the_files_of_the_platform() -> None:
    found = {str(file.relative_to(ROOT)) for file in sources(Project.load(ROOT))}
    assert found >= {"stacks/__main__.py", "components/cluster.py", "components/mistakes.py", "components/__init__.py"}
    assert not [file for file in found if file.startswith(("cli", "engine", "sandbox", "tests", ".venv"))]


def test_imports_of_every_kind_are_followed(tmp_path: Path) -> None:
    files = {
        "stacks/__main__.py": "import near\nfrom far import deep\nimport far.deeper.deepest\nimport os, json",
        "stacks/near.py": "def later():\n    from inner import late\n",
        "inner/__init__.py": "",
        "inner/late.py": "from . import sibling\nfrom .cousin import x",
        "inner/sibling.py": "from .. import nothing",
        "inner/cousin.py": "x = 1",
        "far/__init__.py": "",
        "far/deep.py": "this is no Python",
        "far/deeper/__init__.py": "",
        "far/deeper/deepest.py": "import near",
        "other.py": "",
        "stacks/beside.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\nmain: stacks\n")
    found = {str(file.relative_to(tmp_path)) for file in sources(Project.load(tmp_path))}
    assert found == set(files) - {"other.py"}


def test_it_is_the_same_until_something_changes(stack: Deployer) -> None:
    before = basis(stack.open(), SEAL)
    assert basis(stack.open(), SEAL) == before
    (stack.folder / "__main__.py").write_text("#")
    stack._write_project({"strata:a": "2"})
    after = basis(stack.open(), SEAL)
    assert {part for part in before if before[part] != after[part]} == {"program", "settings"}
    assert "2" not in str(after["settings"]).replace(SEAL.digest("setting", ["strata:a", "2"]), "")


def test_any_operation_changes_the_state(stack: Deployer) -> None:
    before = basis(stack.open(), SEAL)["state"]
    stack(item())
    once = basis(stack.open(), SEAL)["state"]
    stack(item())
    assert len({before, once, basis(stack.open(), SEAL)["state"]}) == 3


def test_a_journal_is_part_of_the_state(stack: Deployer) -> None:
    stack(item())
    before = basis(stack.open(), SEAL)["state"]
    stack.backend.journal_path("strata", "test").write_bytes(b"x")
    assert basis(stack.open(), SEAL)["state"] != before


def test_versions_are_told(stack: Deployer) -> None:
    assert set(basis(stack.open(), SEAL)["versions"]) == {"strata", "pulumi", "pulumi-aws", "pulumi-kubernetes"}
