"""What is checked: one thing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.errors import UsageError
from cli.policy.subject import from_files


def test_a_list(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps([{"type": "t", "name": "a"}]))
    subject = from_files(None, None, file, None, strict=True)
    assert (subject.name, [one.name for one in subject.stack.resources], subject.policy.strict) == (
        str(file),
        ["a"],
        True,
    )


@pytest.mark.parametrize(
    "named", [(None, None, None, None), (Path("a"), Path("b"), None, None), (Path("a"), None, None, [Path("b")])]
)
def test_exactly_one(named: tuple[Path | None, Path | None, Path | None, list[Path] | None]) -> None:
    with pytest.raises(UsageError, match="name one thing to check"):
        from_files(*named, strict=False)
