"""The environments are one program with different settings: each setting differs from its default, with a cause."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from ipaddress import IPv4Network
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from components.settings import Section

STACKS = Path(__file__).parents[2] / "stacks"
ENVIRONMENTS = ("dev", "staging", "prod")
REQUIRED = {"tags": {"owner": "nobody", "cost_center": "nobody"}}
"""Settings without a default."""


def configured(environment: str) -> dict[str, Any]:
    """The sections of a stack file, by their name without the namespace."""
    config = yaml.safe_load((STACKS / f"Pulumi.{environment}.yaml").read_text())["config"]
    return {key.removeprefix("strata:"): value for key, value in config.items() if key.startswith("strata:")}


def sections() -> dict[str, type[Section]]:
    """What the program reads each section into."""
    program = ast.parse((STACKS / "__main__.py").read_text())
    imports = [node for node in ast.walk(program) if isinstance(node, ast.ImportFrom)]
    found = (getattr(import_module(node.module or ""), name.name) for node in imports for name in node.names)
    models = [each for each in found if isinstance(each, type) and issubclass(each, Section)]
    return {model.section(): model for model in models}


def leaves(settings: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every setting that is no mapping, with its path."""
    if not isinstance(settings, dict):
        yield path, settings
        return
    for name, value in settings.items():
        yield from leaves(value, (*path, name))


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_stack_file_says_only_what_differs_from_the_defaults(environment: str) -> None:
    models = sections()
    for section, settings in configured(environment).items():
        model = models[section]
        chosen = dict(leaves(model.model_validate(settings).model_dump(mode="json")))
        default = dict(leaves(model.model_validate(REQUIRED.get(section, {})).model_dump(mode="json")))
        said = {path for path, _ in leaves(settings)}
        repeated = {".".join((section, *path)) for path in said if chosen.get(path) == default.get(path)}
        assert repeated == set()


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_section_of_a_stack_file_is_read(environment: str) -> None:
    assert set(configured(environment)) <= set(sections())


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_stack_file_overrides_protection(environment: str) -> None:
    """Only the run of one command does."""
    assert "override" not in configured(environment)


def test_every_section_that_is_read_is_declared_and_described() -> None:
    project = yaml.safe_load((STACKS.parent / "Pulumi.yaml").read_text())["config"]
    assert set(project) == {f"strata:{section}" for section in sections()}
    assert all(declared["description"].endswith(".") for declared in project.values())


def test_the_environments_could_be_peered() -> None:
    blocks = {name: IPv4Network(configured(name)["network"]["cidr_block"]) for name in ENVIRONMENTS}
    assert [pair for pair in combinations(blocks, 2) if blocks[pair[0]].overlaps(blocks[pair[1]])] == []


def test_production_weakens_nothing() -> None:
    assert [path for path, _ in leaves(configured("prod")) if "reasons" in path] == []
    assert "deletion" not in str(configured("prod"))
