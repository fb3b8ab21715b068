"""What is compared; reading it back from a file is tested in test_bill.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.cost.figures import Figures
from cli.errors import UsageError


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is nothing that `strata cost STACK --json` wrote"):
        Figures.read(tmp_path / "absent.json")
