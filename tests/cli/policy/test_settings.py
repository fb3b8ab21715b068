"""The waivers that a stack is held to."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.errors import UsageError
from cli.policy.settings import read_book


def test_mistakes_in_the_waivers(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text("waivers: [{rule: none}]")
    with pytest.raises(UsageError, match="field required"):
        read_book(tmp_path / "waivers.yaml")
