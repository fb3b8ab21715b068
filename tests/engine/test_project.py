"""`Pulumi.yaml` and stack names: what is there is read, what is wrong is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.backend import FileBackend
from engine.errors import ConfigError, PassphraseError, ProjectError, StackNotFound
from engine.project import Project, Stack
from tests.engine.states import GOLDEN, PASSPHRASE


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with the stacks dev, the golden one, and prod.vision."""
    (tmp_path / "stacks").mkdir()
    shutil.copy(GOLDEN / "Pulumi.yaml", tmp_path)
    shutil.copy(GOLDEN / "Pulumi.dev.yaml", tmp_path / "stacks")
    (tmp_path / "stacks" / "Pulumi.prod.vision.yaml").touch()
    return tmp_path


def stack(root: Path, name: str = "dev", passphrase: str | None = PASSPHRASE) -> Stack:
    return Stack(Project.load(root), name, FileBackend(root), passphrase=passphrase)


def test_a_project_is_what_its_file_says(root: Path) -> None:
    project = Project.load(root)
    assert (project.name, project.root) == ("golden", root.resolve())
    assert (project.main, project.stack_folder) == (root / "stacks", root / "stacks")
    assert project.stacks() == ["dev", "prod.vision"]


def test_program_and_stack_files_lie_in_the_root_if_nothing_else_is_said(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("{name: p, runtime: python, description: d, config: {a: 1}}")
    project = Project.load(tmp_path)
    assert (project.main, project.stack_folder, project.description) == (tmp_path, tmp_path, "d")
    assert list(project.declarations) == ["p:a"]


def test_a_missing_project_names_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        Project.load(tmp_path)
    assert (
        str(caught.value)
        == f"{tmp_path / 'Pulumi.yaml'}: not found; go to the project's folder, or make a project with this file"
    )


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        (
            "",
            [
                "name: must be 1 to 100 letters, digits, '-', '_' or '.', got nothing",
                "runtime: this engine runs only python programs, got nothing",
            ],
        ),
        ("{name: a/b, runtime: python}", ["name: must be 1 to 100 letters, digits, '-', '_' or '.', got 'a/b'"]),
        ("{name: p, runtime: {name: nodejs}}", ["runtime: this engine runs only python programs, got 'nodejs'"]),
        ("{name: p, runtime: python, main: [x]}", ["main: must be a path, got a list"]),
        ("{name: p, runtime: python, main: ../x}", ["main: must lie in the project's folder, got '../x'"]),
        (
            "{name: p, runtime: python, stackConfigDir: /etc}",
            ["stackConfigDir: must lie in the project's folder, got '/etc'"],
        ),
        ('{name: p, runtime: python, main: "a\\0"}', ["main: must lie in the project's folder, got 'a\\x00'"]),
        ("{name: p, runtime: python, description: 3}", ["description: must be text, got 3"]),
        (
            "{name: p, runtime: python, options: {refresh: always}}",
            ["options: not supported by this engine; give the options on the command line"],
        ),
        (
            "{name: p, runtime: python, config: x}",
            ["config: is text, which once named the folder of the stack files; name it under stackConfigDir"],
        ),
        ("name: p\nruntime: python\nname: q\n", ["line 3: name is given already in line 1"]),
        ("name: [", ["line 1, column 8: expected the node content, but found '<stream end>'"]),
        ("[]", ["must be a mapping of keys to values, got an empty list"]),
    ],
)
def test_every_mistake_is_named(tmp_path: Path, text: str, mistakes: list[str]) -> None:
    (tmp_path / "Pulumi.yaml").write_text(text)
    with pytest.raises(ProjectError) as caught:
        Project.load(tmp_path)
    assert str(caught.value).splitlines() == [f"Pulumi.yaml: {mistake}" for mistake in mistakes]


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.dictionaries(
        st.sampled_from(["name", "runtime", "main", "stackConfigDir", "config", "options", "description"]),
        st.text(max_size=20) | st.integers() | st.lists(st.integers()) | st.none() | st.just("python"),
    ).map(repr)
)
def test_no_file_raises_anything_but_our_errors(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"  # not in a folder that others lie below
    folder.mkdir(exist_ok=True)
    (folder / "Pulumi.yaml").write_bytes(text.encode())
    try:
        project: Project | None = Project.load(folder)
    except ProjectError:
        project = None
    assert project is None or project.main.is_relative_to(folder.resolve())


def test_the_golden_stack_gives_what_the_official_engine_gave_the_program(root: Path) -> None:
    golden = stack(root)
    assert golden.config == {
        "golden:token": "s3cr3t-value",
        "aws:region": "us-east-1",
        "golden:timeout": "60",
        "golden:bucket": "golden-two",
        "golden:protect": "false",
    }
    assert golden.secret_keys == {"golden:token"}
    assert (golden.full_name, golden.organization) == ("organization/golden/dev", "organization")


@pytest.mark.parametrize("name", ["golden/dev", "organization/golden/dev", "dev"])
def test_a_stack_may_be_named_in_full(root: Path, name: str) -> None:
    assert stack(root, name).name == "dev"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("dve", "project golden has no stack 'dve'; did you mean 'dev'? stacks: dev, prod.vision"),
        ("qa", "project golden has no stack 'qa'; stacks: dev, prod.vision"),
        ("", "project golden has no stack ''; stacks: dev, prod.vision"),
        ("../dev", "project golden has no stack '../dev'; did you mean 'dev'? stacks: dev, prod.vision"),
    ],
)
def test_an_unknown_stack_gets_the_nearest_and_all(root: Path, name: str, message: str) -> None:
    with pytest.raises(StackNotFound) as caught:
        stack(root, name)
    assert str(caught.value) == message


def test_a_project_without_stacks_says_how_to_make_one(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("{name: p, runtime: python}")
    with pytest.raises(StackNotFound, match=r"has no stack 'dev'; make one with a file Pulumi\.dev\.yaml"):
        stack(tmp_path)


def test_a_wrong_passphrase_is_one_line(root: Path) -> None:
    with pytest.raises(PassphraseError) as caught:
        _ = stack(root, passphrase="wrong").config
    assert str(caught.value).count("\n") == 0
    assert "incorrect passphrase" in str(caught.value)


def test_without_a_passphrase_the_variable_to_set_is_named(root: Path) -> None:
    with pytest.raises(PassphraseError, match="stack dev has secrets; set PULUMI_CONFIG_PASSPHRASE"):
        _ = stack(root, passphrase=None).config


def test_a_stack_without_secrets_needs_no_passphrase(root: Path) -> None:
    assert stack(root, "prod.vision", passphrase=None).config == {}


def test_mistakes_name_the_stack_file_as_seen_from_the_project(root: Path) -> None:
    (root / "stacks" / "Pulumi.dev.yaml").write_text("config: 3\n")
    with pytest.raises(ConfigError) as caught:
        _ = stack(root).config
    assert caught.value.problems == ("stacks/Pulumi.dev.yaml: config: must be a mapping of keys to values, got 3",)


def test_a_run_may_have_values_of_its_own(tmp_path: Path) -> None:
    """They go before those of the file, which is not touched; the stack without them is as it was."""
    (tmp_path / "Pulumi.yaml").write_text("name: app\nruntime: python\n")
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text("config:\n  app:size: small\n  aws:region: eu-west-1\n")
    stack = Stack(Project.load(tmp_path), "dev", FileBackend(tmp_path / "state"))
    run = stack.with_config({"app:size": "large", "app:why": '{"a": 1}'})
    assert run.config == {"app:size": "large", "aws:region": "eu-west-1", "app:why": '{"a": 1}'}
    assert run.settings.recorded == run.config
    assert run.with_config({"app:why": "x"}).config["app:size"] == "large"
    assert stack.config == {"app:size": "small", "aws:region": "eu-west-1"}
    assert "large" not in file.read_text()
