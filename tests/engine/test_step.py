"""A step knows its resource, and why it is taken."""

from __future__ import annotations

from engine.diff import Diff
from engine.step import Op, Step
from tests.engine.states import queue, urn_of

OLD, NEW = queue("old"), queue("new")


def test_step_is_about_the_resource_as_wanted_or_as_recorded_when_it_goes() -> None:
    assert Step(op=Op.UPDATE, old=OLD, new=NEW).state is NEW
    assert Step(op=Op.UPDATE, old=OLD, new=NEW).urn == urn_of("new")
    assert Step(op=Op.DELETE, old=OLD).state is OLD
    assert Step(op=Op.DELETE, old=OLD).urn == urn_of("old")


def test_keys_are_what_calls_for_replacement_or_what_called_for_that_of_another_resource() -> None:
    diff = Diff(changed=True, replaces=("name",), diffs=("name", "size"))
    assert Step(op=Op.REPLACE, old=OLD, new=NEW, diff=diff).keys == ("name",)
    assert Step(op=Op.REPLACE, old=OLD, new=NEW, diff=diff, reason=("provider",)).keys == ("provider",)
    assert Step(op=Op.SAME, old=OLD, new=NEW).keys == ()


def test_two_steps_are_never_the_same() -> None:
    assert Step(op=Op.SAME, old=OLD) != Step(op=Op.SAME, old=OLD)


def test_kinds_bear_the_official_names() -> None:
    """Those of `apitype.OpType` that this engine takes."""
    assert {str(op) for op in Op} == {
        "same", "create", "update", "delete", "replace", "create-replacement", "delete-replaced", "read",
        "read-replacement", "discard", "discard-replaced", "remove-pending-replace", "refresh", "import",
        "import-replacement",
    }  # fmt: skip
