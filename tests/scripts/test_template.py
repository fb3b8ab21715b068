"""The template's program and stack files are this project's own, and fresh."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "template.py"


@pytest.fixture
def script() -> dict[str, Any]:
    """The script's names."""
    return runpy.run_path(str(SCRIPT))


def test_every_file_is_fresh(script: dict[str, Any]) -> None:
    pages = script["pages"]()
    stale = [str(path) for path, text in pages.items() if (ROOT / path).read_text() != text]
    assert stale == [], "type `.venv/bin/python scripts/template.py`"
    assert {path.name for path in pages} == {
        "__main__.py.jinja",
        "Pulumi.dev.yaml.jinja",
        "Pulumi.prod.yaml.jinja",
        "Pulumi.staging.yaml.jinja",
        "waivers.yaml.jinja",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("owner: me\n", "says 0 times owner"),
        ("owner: ml-platform\nowner: ml-platform\n", "says 2 times owner"),
        ("owner: ml-platform\nx: {{1: 2}}\n", "holds a brace"),
    ],
)
def test_what_cannot_become_a_template_is_told(script: dict[str, Any], tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "file").write_text(text)
    changed = script["_changed"]
    changed.__globals__["ROOT"] = tmp_path
    with pytest.raises(ValueError, match=message):
        changed(Path("file"), [("owner: ml-platform", "owner: {{ yaml.owner }}")], once=True)
