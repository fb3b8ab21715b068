"""What can be done with a stack, and what came of it."""

from __future__ import annotations

import pytest

from engine.operation import Operation, Options, Summary


@pytest.mark.parametrize(
    ("changes", "changed"),
    [({}, False), ({"same": 3}, False), ({"same": 3, "update": 0}, False), ({"create": 1}, True), ({"read": 1}, True)],
)
def test_anything_but_same_is_a_change(changes: dict[str, int], *, changed: bool) -> None:
    assert Summary(operation=Operation.UP, changes=changes).changed is changed


def test_operation_succeeded_when_nothing_went_wrong() -> None:
    assert Summary(operation=Operation.UP, warnings=["mind"]).succeeded
    assert not Summary(operation=Operation.UP, errors=["no"]).succeeded


def test_operations_do_not_share_their_interrupt() -> None:
    one, other = Options(), Options()
    one.cancel.set()
    assert not other.cancel.is_set()


def test_nothing_is_restricted_by_default() -> None:
    assert (Options().parallel, Options().targets, Options().refresh, Options().dry_run) == (16, (), False, False)
