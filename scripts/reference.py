"""Write the reference pages that are generated from the code.

    .venv/bin/python scripts/reference.py

`tests/scripts/test_reference.py` fails when a page is stale.
"""

from __future__ import annotations

from pathlib import Path

from typer.cli import get_docs_for_click
from typer.main import get_command

ROOT = Path(__file__).resolve().parent.parent


def pages() -> dict[Path, str]:
    """Every generated page: its path below the project, and what it must hold."""
    return {Path("docs/cli.md"): command_line()}


def command_line() -> str:
    """Every command with its arguments and options, from the commands' own signatures."""
    import typer  # noqa: PLC0415

    from cli.main import app  # noqa: PLC0415

    command = get_command(app)
    text = get_docs_for_click(obj=command, ctx=typer.Context(command), name="strata")
    return text.strip() + "\n"


def main() -> None:
    """Write every page."""
    for path, text in pages().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        print(f"wrote {path}")


if __name__ == "__main__":
    main()
