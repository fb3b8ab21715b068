"""The CLI is found on PATH, or where the official installers leave it, and must be one that serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from semver import VersionInfo

from cli.engines.official import executable
from cli.errors import Missing


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and a PATH without any CLI."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.delenv(executable.UNCHECKED, raising=False)
    return tmp_path


def made(path: Path, version: str = "v3.272.0") -> Path:
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\necho '{version}'\n")
    path.chmod(0o755)
    return path


def test_what_path_leads_to_comes_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert executable.find() is None
    apart = made(home / ".pulumi" / "versions" / "3.272.0" / "bin" / "pulumi")
    assert executable.find() == apart
    installed = made(home / ".pulumi" / "bin" / "pulumi")
    assert executable.find() == installed
    on_path = made(home / "bin" / "pulumi")
    monkeypatch.setenv("PATH", f"{on_path.parent}:/usr/bin:/bin")
    assert executable.find() == on_path


@pytest.mark.parametrize(("said", "serves"), [("v3.259.0", True), ("3.300.1", True), ("v3.258.9", False), ("", False)])
def test_the_oldest_that_serves(home: Path, said: str, serves: bool) -> None:
    made(home / ".pulumi" / "bin" / "pulumi", said)
    found, version, missing = executable.checked()
    assert found == home / ".pulumi" / "bin" / "pulumi"
    assert (missing == []) is serves
    if serves:
        assert version == VersionInfo.parse(said.removeprefix("v"))


def test_somebody_can_vouch_for_one_that_does_not_tell(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(home / ".pulumi" / "bin" / "pulumi", "")
    monkeypatch.setenv(executable.UNCHECKED, "true")
    assert executable.checked() == (home / ".pulumi" / "bin" / "pulumi", executable.OLDEST, [])


def test_none_at_all(home: Path) -> None:
    told = [Missing("the Pulumi CLI: not on PATH", "curl -fsSL https://get.pulumi.com | sh")]
    assert executable.checked() == (None, executable.OLDEST, told)
