"""The layout shows the architecture: every source file has its mirror test, small files, words that mean something."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (
    "audit",
    "cli",
    "components",
    "costs",
    "delivery",
    "doctor",
    "engine",
    "foundation",
    "graph",
    "policies",
    "protocol",
    "sandbox",
    "scaffold",
    "scripts",
)
LINES_MAX = dict.fromkeys(PACKAGES, 250) | {"cli": 80, "components": 150, "scripts": 280}
"""Lines of a file, by package. What commands share, `cli/render` and `cli/engines`, are no commands: see `limit`."""
COMMON_PARTS_OF_THE_CLI = {
    "choices.py",
    "deployment.py",
    "errors.py",
    "examination.py",
    "main.py",
    "planning.py",
    "workspace.py",
}
FUNCTION_LINES_MAX = 50
MEANINGLESS = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}

SOURCES = sorted(
    path.relative_to(ROOT)
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "__pycache__" not in path.parts
)
"""Every source file, relative to the project."""


def limit(source: Path) -> int:
    """How many lines a file may have."""
    if source.parts[:2] == ("policies", "rules"):
        return 50
    in_cli = source.parts[0] == "cli"
    if in_cli and (
        source.parts[1] in {"differences", "engines", "plans", "render"} or source.name in COMMON_PARTS_OF_THE_CLI
    ):
        return 250
    return LINES_MAX[source.parts[0]]


def has_code(source: Path) -> bool:
    """Whether there is anything to test: a package's front that only re-exports or describes has nothing."""
    body = ast.parse((ROOT / source).read_text()).body
    return any(not isinstance(node, ast.Expr | ast.Import | ast.ImportFrom | ast.Assign) for node in body)


def test_there_are_sources() -> None:
    assert {source.parts[0] for source in SOURCES} >= {"cli", "components", "engine", "protocol", "sandbox", "scripts"}


def mirrors(source: Path) -> list[Path]:
    """Where the test of a source file may lie."""
    tests = Path("tests", source.parent)
    # A folder that is one subject in several files may have one test for all of them.
    places = [tests / f"test_{source.name}", tests.parent / f"test_{source.parent.name}.py"]
    if source.is_relative_to("policies/rules"):
        # A rule is tested by cases, which test_rules.py drives.
        places.append(tests / f"{source.stem}.yaml")
    aws = Path("sandbox/providers/aws")
    if source.is_relative_to(aws):
        # A service's resource types are tested by cases of their lives, which test_types.py drives.
        service = source.relative_to(aws).with_suffix("").parts[0]
        places.append(Path("tests", aws, "cases", f"{service}*.yaml"))
    return places


@pytest.mark.parametrize("source", [path for path in SOURCES if path.name != "__init__.py"], ids=str)
def test_every_source_file_has_its_mirror(source: Path) -> None:
    places = mirrors(source)
    found = any(list(ROOT.glob(str(place))) for place in places)
    assert found or not has_code(source), f"{source} needs {' or '.join(map(str, places))}"


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_files_are_small(source: Path) -> None:
    assert len((ROOT / source).read_text().splitlines()) <= limit(source)


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_functions_fit_a_screen(source: Path) -> None:
    functions = (node for node in ast.walk(ast.parse((ROOT / source).read_text())) if isinstance(node, ast.FunctionDef))
    long = {node.name: lines for node in functions if (lines := _lines(node)) > FUNCTION_LINES_MAX}
    assert long == {}


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_names_say_what_they_hold(source: Path) -> None:
    words = {word for part in source.with_suffix("").parts for word in part.split("_")}
    assert words & MEANINGLESS == set()


@pytest.mark.parametrize("source", [path for path in SOURCES if path.parts[0] != "scripts"], ids=str)
def test_only_render_prints(source: Path) -> None:
    calls = (node for node in ast.walk(ast.parse((ROOT / source).read_text())) if isinstance(node, ast.Call))
    printing = [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
    assert printing == [] or source.parts[:2] == ("cli", "render")


def test_every_test_folder_mirrors_a_folder() -> None:
    tests = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    assert sorted(str(folder) for folder in tests if not (ROOT / folder).is_dir()) == []


@pytest.mark.parametrize("component", sorted((ROOT / "components").glob("[!_]*.py")), ids=lambda path: path.name)
def test_components_keep_their_annotations_as_types(component: Path) -> None:
    # Pulumi's own analyzer, and `Component`, read them as objects; the import would turn them into text.
    imports = (node for node in ast.walk(ast.parse(component.read_text())) if isinstance(node, ast.ImportFrom))
    assert "__future__" not in {imported.module for imported in imports}


def _lines(function: ast.FunctionDef) -> int:
    """Lines of a function without its docstring, arguments and decorators."""
    first = function.body[1:2] if ast.get_docstring(function) is not None else function.body[:1]
    return (function.end_lineno or 0) - first[0].lineno + 1 if first else 0
