"""Every step operation of the engine has its look, and is counted as the official CLI counts it."""

from __future__ import annotations

import pytest

from cli.render.operations import APPEARANCES, appearance, counted_as, told
from engine.step import Op


@pytest.mark.parametrize("op", [op for op in Op if op != Op.REMOVE_PENDING_REPLACE])
def test_every_operation_of_the_engine_has_an_appearance(op: Op) -> None:
    assert appearance(op).symbol != "?"


def test_an_unknown_operation_shows_its_own_name() -> None:
    assert (appearance("mend").symbol, appearance("mend").doing) == ("?", "mend")


@pytest.mark.parametrize("op", ["create-replacement", "delete-replaced", "read-replacement", "import-replacement"])
def test_the_parts_of_a_replacement_count_as_one(op: str) -> None:
    assert counted_as(op) == "replace"


def test_symbols_are_those_of_the_official_cli() -> None:
    symbols = {op: look.symbol for op, look in APPEARANCES.items()}
    official = {"create": "+", "update": "~", "delete": "-", "replace": "+-", "create-replacement": "++"}
    assert symbols | official == symbols


def test_counts_are_told_in_a_fixed_order_and_zeros_are_left_out() -> None:
    counts = {"same": 12, "delete": 0, "update": 1, "create": 3, "mend": 2}
    assert told(counts, planned=False) == "3 created, 1 updated, 12 unchanged, 2 mend"
    assert told(counts, planned=True) == "3 to create, 1 to update, 12 unchanged, 2 mend"


def test_without_counts_there_was_nothing_to_do() -> None:
    assert told({}, planned=False) == "nothing to do"
