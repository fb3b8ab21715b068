"""A project is rendered as the template has it: this project's own program and stack files, with other answers."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
import yaml

from scaffold.answers import Answers
from scaffold.rendering import TEMPLATE, render
from tests.scaffold.test_answers import GOOD

ROOT = Path(__file__).parents[2]
FILES = render(Answers.read(GOOD))


def test_the_files() -> None:
    assert sorted(map(str, FILES)) == [
        ".gitignore",
        ".vscode/extensions.json",
        ".vscode/settings.json",
        "Makefile",
        "Pulumi.yaml",
        "README.md",
        "docs/accepted-violations.md",
        "pyproject.toml",
        "stacks/Pulumi.dev.yaml",
        "stacks/Pulumi.prod.yaml",
        "stacks/Pulumi.staging.yaml",
        "stacks/__main__.py",
        "stacks/schema.json",
        "stacks/waivers.yaml",
        "tests/test_platform.py",
    ]
    assert [path for path, content in FILES.items() if b"{{" in content or b"{%" in content] == []


@pytest.mark.parametrize(
    ("stack", "cost_center"), [("dev", "ml-development"), ("staging", "ml-staging"), ("prod", "ml-production")]
)
def test_with_our_own_answers_a_stack_file_is_our_own(stack: str, cost_center: str) -> None:
    path = Path("stacks", f"Pulumi.{stack}.yaml")
    ours = (ROOT / path).read_text().replace("=../scaffold/template/stacks/schema.json", "=schema.json", 1)
    assert render(Answers.read(GOOD | {"cost_center": cost_center}))[path].decode() == ours


def test_the_program_is_our_own() -> None:
    assert FILES[Path("stacks/__main__.py")] == (ROOT / "stacks/__main__.py").read_bytes()


def test_answers_are_read_back_as_they_were_given() -> None:
    answers = Answers.read(GOOD | {"owner": "yes", "cost_center": "0x1F", "region": "us-east-1"})
    config = yaml.safe_load(render(answers)[Path("stacks/Pulumi.dev.yaml")])["config"]
    assert config["aws:region"] == "us-east-1"
    assert (config["strata:tags"]["owner"], config["strata:tags"]["cost_center"]) == ("yes", "0x1F")


def test_environments_that_were_not_chosen_are_left_out() -> None:
    files = render(Answers.read(GOOD | {"environments": ["staging"]}))
    assert [path.name for path in files if path.name.startswith("Pulumi.")] == ["Pulumi.yaml", "Pulumi.staging.yaml"]
    assert b"STACK ?= staging\n" in files[Path("Makefile")]


def test_a_persons_own_settings_of_copier_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "settings.yml"
    settings.write_text("defaults:\n  region: us-west-2\n")
    monkeypatch.setenv("COPIER_SETTINGS_PATH", str(settings))
    assert render(Answers.read(GOOD)) == FILES


# copier leaves a listing of a folder open when it fails.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_value_that_the_template_asks_for_and_nobody_gives_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "copier.yml").write_text((TEMPLATE / "copier.yml").read_text())
    (tmp_path / "README.md.jinja").write_text("{{ colour }}\n")
    with pytest.raises(Exception, match="'colour' is undefined"):
        render(Answers.read(GOOD), tmp_path)
    gc.collect()


def test_where_waivers_were_decided_is_a_page_of_the_project() -> None:
    waivers = yaml.safe_load(FILES[Path("stacks/waivers.yaml")])["waivers"]
    assert {one["owner"] for one in waivers} == {"ml-platform"}
    assert [one["ticket"] for one in waivers if Path(one["ticket"]) not in FILES] == []
