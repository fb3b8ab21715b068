"""`docs/dependencies.md` gives a reason for each dependency, and every one of them is locked with hashes."""

import itertools
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME = PROJECT["project"]["dependencies"]
GROUPS = [requirement for group in PROJECT["dependency-groups"].values() for requirement in group]


def bare(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match is not None
    return match.group().lower()


def test_each_dependency_has_its_line_and_no_line_is_left_over() -> None:
    rows = re.findall(r"^\| ([A-Za-z0-9-]+) \| .+ \| .+ \|$", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE)
    assert sorted(row.lower() for row in rows if row != "package") == sorted(map(bare, RUNTIME + GROUPS))


@pytest.mark.parametrize(("lock", "wanted"), [("runtime", RUNTIME), ("test", RUNTIME + GROUPS)])
def test_the_lock_pins_each_dependency_with_hashes(lock: str, wanted: list[str]) -> None:
    text = (ROOT / "locks" / f"{lock}.txt").read_text()
    pins = {
        name.lower() for name in re.findall(r"^([A-Za-z0-9._-]+)==\S+.* \\\n    --hash=sha256:", text, re.MULTILINE)
    }
    assert {bare(requirement) for requirement in wanted} <= pins


def test_the_test_lock_holds_everything_of_the_runtime_lock() -> None:
    """So that `make up` after `make test` finds nothing to change."""

    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / "locks" / f"{lock}.txt").read_text(), re.MULTILINE))

    assert pins("runtime") <= pins("test")


def test_make_lock_resolves_every_group_into_the_locks_that_exist() -> None:
    """The network that it needs is no test's; what it would run is."""
    lines = subprocess.run(["make", "-n", "lock"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    compiled = {}
    for command in (shlex.split(line) for line in lines.replace("\\\n", " ").splitlines() if "pip compile" in line):
        assert {"--universal", "--generate-hashes", "pyproject.toml"} <= set(command)
        compiled[values(command, "--output-file")[0]] = values(command, "--group")
    groups = list(PROJECT["dependency-groups"])
    assert compiled == {"locks/test.txt": groups, "locks/runtime.txt": ["build"]}
    assert set(compiled) == {str(lock.relative_to(ROOT)) for lock in (ROOT / "locks").iterdir()}


def values(command: list[str], option: str) -> list[str]:
    """What an option is given, each time."""
    return [value for name, value in itertools.pairwise(command) if name == option]
