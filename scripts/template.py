"""Write the part of the template of new projects that is this project's own: the program, the stack files, the waivers.

    .venv/bin/python scripts/template.py

`tests/scripts/test_template.py` fails when it is stale. `strata new` renders it; what differs is named here.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STACKS = Path("stacks")
TEMPLATE = Path("scaffold/template/stacks")
SCHEMA = "# yaml-language-server: $schema="
SETTINGS = [
    (re.escape(f"{SCHEMA}../scaffold/template/stacks/schema.json"), f"{SCHEMA}schema.json"),
    (r"aws:region: eu-central-1", "aws:region: {{ region }}"),
    (r"owner: ml-platform", "owner: {{ yaml.owner }}"),
    (r"cost_center: ml-\w+", "cost_center: {{ yaml.cost_center }}"),
]
"""What a stack file of this project says once, and what the template says instead."""
WAIVERS = [
    (r"; see docs/policies\.md\.", "."),
    (r"owner: ml-platform", "owner: {{ yaml.owner }}"),
    (r"ticket: docs/adr/0007-accepted-violations\.md", "ticket: docs/accepted-violations.md"),
]


def pages() -> dict[Path, str]:
    """Every generated file: its path below the project, and what it must hold."""
    pages = {TEMPLATE / "__main__.py.jinja": _changed(STACKS / "__main__.py", [])}
    for file in sorted((ROOT / STACKS).glob("Pulumi.*.yaml")):
        pages[TEMPLATE / f"{file.name}.jinja"] = _changed(STACKS / file.name, SETTINGS, once=True)
    return pages | {TEMPLATE / "waivers.yaml.jinja": _changed(STACKS / "waivers.yaml", WAIVERS)}


def _changed(path: Path, changes: list[tuple[str, str]], *, once: bool = False) -> str:
    """A file of this project as a template.

    Raises:
        ValueError: it does not say what is to be changed, or says it again, or holds what the template would take for
            its own.
    """
    text = (ROOT / path).read_text(encoding="utf-8")
    if re.search(r"\{[{%#]", text):
        raise ValueError(f"{path}: holds a brace and what follows it in templates; write a blank between them")
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text)
        if not count or (once and count > 1):
            raise ValueError(f"{path}: says {count} times {pattern}")
    return text


def main() -> None:
    """Write every file."""
    for path, text in pages().items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(f"wrote {path}")


if __name__ == "__main__":
    main()
