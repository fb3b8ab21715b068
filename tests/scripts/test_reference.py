"""Generated pages are fresh; `make docs` writes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_generated_page_is_fresh() -> None:
    program = (
        "import json, runpy\n"
        "pages = runpy.run_path('scripts/reference.py')['pages']()\n"
        "print(json.dumps([str(path) for path, text in pages.items() if path.read_text() != text]))"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n", "type `make docs`"


def test_the_reference_names_every_command_and_exit_status() -> None:
    from cli.exit_codes import ExitCode
    from cli.main import COMMANDS, SANDBOX_COMMANDS

    page = (ROOT / "docs" / "cli.md").read_text()
    headings = [f"## `strata {command.__name__}`\n" for command in COMMANDS]
    headings += [f"### `strata sandbox {command.__name__}`\n" for command in SANDBOX_COMMANDS]
    assert [heading for heading in headings if heading not in page] == []
    assert [code for code in ExitCode if f"- {code.value}: {code.meaning}\n" not in page] == []
