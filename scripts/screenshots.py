"""Photograph the HTML pages for the documentation: the graph, and the evidence of the policies, light and dark.

    .venv/bin/python -m scripts.screenshots docs/images

Needs Chromium on PATH. The pages are of dev as it would be, planned in a sandbox of its own that is gone afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.browser import Browser

ROOT: Final = Path(__file__).parents[1]
DESKTOP: Final = (1280, 800)
PHONE: Final = (360, 740)


@dataclass(frozen=True)
class Shot:
    """A photograph.

    Attributes:
        name: of the file, without its ending.
        page: the file that is shown.
        address: what of it: the part behind `#`.
        size: of the window, in pixels.
        dark: whether the reader prefers dark.
    """

    name: str
    page: str
    address: str = ""
    size: tuple[int, int] = DESKTOP
    dark: bool = False


SHOTS: Final = (
    Shot("graph", "graph-dev.html"),
    Shot("graph-chosen", "graph-dev.html", "open=storage,tracking&focus=storage-artifacts", dark=True),
    Shot("graph-flow", "graph-dev.html", "view=flow"),
    Shot("graph-phone", "graph-dev.html", "", PHONE),
    Shot("graph-phone-chosen", "graph-dev.html", "focus=tracking-database", PHONE, dark=True),
    Shot("policies", "policies-dev.html"),
    Shot("policies-phone", "policies-dev.html", "", PHONE, dark=True),
)


def main(folder: Path) -> None:
    """Write every photograph to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as pages:
        write_pages(Path(pages))
        for shot in SHOTS:
            photograph(shot, Path(pages), folder)


def write_pages(folder: Path) -> None:
    """Have the pages written, in a sandbox of their own."""
    environment = os.environ | {"STRATA_HOME": str(folder / "home")}
    for arguments in (
        ("graph", "dev", "--output", str(folder / "graph-dev.html")),
        ("policy", "report", "dev", "--output", str(folder)),
        ("sandbox", "reset", "--yes"),
    ):
        subprocess.run([sys.executable, "-m", "cli.main", *arguments], cwd=ROOT, env=environment, check=True)


def photograph(shot: Shot, pages: Path, folder: Path) -> None:
    """Write one photograph."""
    width, height = shot.size
    with Browser(width, height, dark=shot.dark, touch=shot.size == PHONE) as browser:
        browser.open(f"{(pages / shot.page).as_uri()}#{shot.address}")
        browser.until("document.readyState === 'complete'")
        browser.screenshot(folder / f"{shot.name}.png")
    print(f"wrote {folder / shot.name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
