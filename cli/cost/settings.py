"""What a project says of its costs: `costs.yaml` beside the stack files, and prices of its own in `prices.csv`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from cli.cost.price_list import PRICES, read_prices
from cli.errors import UsageError
from costs import AssumptionError, Assumptions, Prices

FILE: Final = "costs.yaml"
SECTIONS: Final = ("assumptions", "stacks")


@dataclass(frozen=True)
class CostSettings:
    """What is assumed of a stack's use, and which prices hold.

    Attributes:
        assumptions: about use.
        prices: the price list: Strata's own, with those of the project's `prices.csv` laid over it.
    """

    assumptions: Assumptions
    prices: Prices


def read_settings(folder: Path, stack: str, assumed: Sequence[str] = ()) -> CostSettings:
    """The settings of a stack.

    Args:
        folder: where the stack files lie.
        stack: whose.
        assumed: what the command line assumes, `name=amount` each; before what the file says.

    Raises:
        UsageError: a file, or what was assumed, holds mistakes.
    """
    return CostSettings(_assumptions(folder / FILE, stack, assumed), read_prices(folder / PRICES))


def _assumptions(file: Path, stack: str, assumed: Sequence[str]) -> Assumptions:
    given: dict[str, Any] = {}
    where = "--assume"
    if file.exists():
        where = f"{file.name} or --assume"
        document = _document(file)
        stacks = _section(document, "stacks", file)
        given |= _section(document, "assumptions", file) | _section(stacks, stack, file)
    for one in assumed:
        name, equals, amount = one.partition("=")
        if not equals:
            raise UsageError(f"--assume {one}: give a name and an amount, such as --assume s3_gib=500")
        given[name.strip()] = amount.strip()
    try:
        return Assumptions.read(given)
    except AssumptionError as error:
        raise UsageError(f"{where}: {error}") from error


def _document(file: Path) -> Mapping[str, Any]:
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise UsageError(f"{file.name} cannot be read: {error}") from error
    if not isinstance(document, Mapping) or not {*document} <= {*SECTIONS}:
        raise UsageError(f"{file.name}: it has the sections {' and '.join(SECTIONS)}, and no others")
    return document


def _section(document: Mapping[str, Any], name: str, file: Path) -> dict[str, Any]:
    section = document.get(name) or {}
    if not isinstance(section, Mapping):
        raise UsageError(f"{file.name}: {name} must hold names and amounts")
    return dict(section)
