"""What a stack's files say of its policies: the section of its settings, and the waivers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import UsageError
from cli.policy import SECTION
from policies.catalogue import all_rules
from policies.enforcement import Policy
from policies.inputs import InputError
from policies.waivers import Book, read_waivers

if TYPE_CHECKING:
    from engine import Stack


def stack_policy(stack: Stack) -> Policy:
    """What a stack's settings say of its policies; the strictest, if they say nothing.

    Raises:
        UsageError: the section holds mistakes; names every one.
    """
    shown = stack.project.stack_file(stack.name).relative_to(stack.project.root)
    try:
        return Policy.read(json.loads(stack.config.get(SECTION, "null")), stack.name, f"{shown}: {SECTION}")
    except InputError as error:
        raise UsageError(str(error)) from error


def read_book(file: Path) -> Book:
    """The waivers in a file, judged by today.

    Raises:
        UsageError: the file holds mistakes; names every one.
    """
    here = Path.cwd()
    shown = file.relative_to(here) if file.is_relative_to(here) else file
    try:
        return Book(read_waivers(file, all_rules()), datetime.now(UTC).date(), str(shown))
    except InputError as error:
        raise UsageError(str(error)) from error
