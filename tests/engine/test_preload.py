"""What is imported ahead is the same for every stack; what a module learnt too early is forgotten."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pulumi.runtime import settings

from engine import Project
from engine.preload import preload


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\nmain: stacks\n")
    (tmp_path / "stacks").mkdir()
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("ahead"):
            del sys.modules[name]


def imported(project: Path, program: str, **modules: str) -> set[str]:
    """The project's modules that are there after its imports were done ahead."""
    (project / "stacks" / "__main__.py").write_text(program)
    for name, text in modules.items():
        (project / f"{name}.py").write_text(text)
    preload(Project.load(project))
    return {name for name in modules if name in sys.modules}


def test_imports_are_done_and_nothing_else(project: Path) -> None:
    program = "import ahead_one\nfrom ahead_two import x\nraise SystemExit('the program ran')"
    assert imported(project, program, ahead_one="", ahead_two="x = 1") == {"ahead_one", "ahead_two"}


@pytest.mark.parametrize(
    "question",
    [
        "pulumi.get_stack()",
        "pulumi.get_project()",
        "pulumi.get_organization()",
        "pulumi.runtime.is_dry_run()",
        "pulumi.Config()",
        "pulumi.Config('aws').get('region')",
        "pulumi.Config('aws').require('region')",
        "pulumi.ComponentResource('a:b:C', 'early')",
        "pulumi.CustomResource('a:b:C', 'early')",
        "pulumi.log.info('early')",
    ],
)
def test_a_module_that_asks_for_the_stack_is_not_kept(project: Path, question: str) -> None:
    """Nor is any other of the project: one may have learnt it from another."""
    text = f"import pulumi\ntry:\n    told = {question}\nexcept Exception:\n    told = None\n"
    assert imported(project, "import ahead_one, ahead_two", ahead_one="", ahead_two=text) == set()


def test_nor_is_one_that_takes_the_refusal_for_an_error_of_its_own(project: Path) -> None:
    text = "import pulumi\ntry:\n    told = pulumi.get_stack()\nexcept BaseException:\n    told = None\n"
    assert imported(project, "import ahead_one, ahead_two", ahead_one="", ahead_two=text) == set()


def test_the_settings_are_put_back(project: Path) -> None:
    before = settings.SETTINGS
    imported(project, "import ahead_one", ahead_one="import pulumi\npulumi.get_stack()")
    assert settings.SETTINGS is before


@pytest.mark.parametrize(
    "program", ["import", "import ahead_none", "import ahead_one", "from . import x", "\0", "import os\nexit(1)"]
)
def test_mistakes_are_left_to_the_program(project: Path, program: str) -> None:
    path, directory = list(sys.path), Path.cwd()
    assert imported(project, program, ahead_one="raise ValueError('no')") == set()
    assert (sys.path, Path.cwd()) == (path, directory)


def test_no_program_is_no_error(project: Path) -> None:
    preload(Project.load(project))


def test_modules_beside_the_program_are_its_own(project: Path) -> None:
    (project / "stacks" / "ahead_beside.py").write_text("")
    imported(project, "import ahead_beside")
    assert "ahead_beside" not in sys.modules
