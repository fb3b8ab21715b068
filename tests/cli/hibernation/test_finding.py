"""Nothing is put to sleep that is not up; see also test_wake.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.choices import Choices
from cli.errors import UsageError
from cli.hibernation.finding import find


def test_nobody_is_asked_who_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\nmain: .\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="add --yes"):
        find("dev", Choices(sandbox=True))
