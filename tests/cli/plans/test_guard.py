"""Whatever differs from a plan is refused, before anything is done; the identical passes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cli.errors import ChangesFound, CommandError, OperationFailed, UsageError
from tests.cli.plans.planned_items import SECRET, Bench, program_of
from tests.engine.programs import Item

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab{[", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("xy", min_size=1, max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)
ITEMS = st.dictionaries(st.sampled_from(["one", "two", "secret-three"]), VALUES, min_size=1)
few = hypothesis_settings(max_examples=25)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench.at(tmp_path / "stack")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder for each example."""

    def numbered() -> Iterator[Path]:
        while True:
            yield tmp_path_factory.mktemp("example") / "stack"

    return numbered()


@few
@given(items=ITEMS)
def test_the_identical_is_carried_out(folders: Iterator[Path], items: dict[str, Any]) -> None:
    bench = Bench.at(next(folders))
    bench.plan(program_of(items))
    assert bench.carry_out(program_of(items)) == []
    assert {one.name for one in bench.stack.resources() if one.type == "test:index:Item"} == set(items)


@few
@given(items=ITEMS)
def test_the_same_plan_is_the_same_file_and_keeps_secrets(folders: Iterator[Path], items: dict[str, Any]) -> None:
    bench = Bench.at(next(folders))
    items = items | {"secret-other": SECRET}
    first = bench.plan(program_of(items))
    assert bench.plan(program_of(items)) == first
    assert SECRET.encode() not in first


@few
@given(planned=ITEMS, now=ITEMS)
def test_another_program_is_refused(folders: Iterator[Path], planned: dict[str, Any], now: dict[str, Any]) -> None:
    bench = Bench.at(next(folders))
    bench.plan(program_of(planned))
    if list(planned.items()) == list(now.items()) and json.dumps(planned) == json.dumps(now):
        bench.look_again(program_of(now))
        return
    with pytest.raises(ChangesFound, match="nothing was changed"):
        bench.look_again(program_of(now))
    assert bench.stack.resources() == []


@few
@given(data=st.data())
def test_a_changed_file_is_refused(folders: Iterator[Path], data: st.DataObject) -> None:
    bench = Bench.at(next(folders))
    content = bench.plan(program_of({"one": 1, "secret-two": "x"}))
    place = data.draw(st.integers(0, len(content) - 1))
    how = data.draw(st.sampled_from(["drop", "double", "replace", "cut"]))
    changed = {
        "drop": content[:place] + content[place + 1 :],
        "double": content[:place] + content[place : place + 1] * 2 + content[place + 1 :],
        "replace": content[:place] + bytes([data.draw(st.integers(0, 255))]) + content[place + 1 :],
        "cut": content[:place],
    }[how]
    if changed == content:
        return
    bench.file.write_bytes(changed)
    with pytest.raises(UsageError) as refused:
        bench.look_again(program_of({"one": 1, "secret-two": "x"}))
    assert str(bench.file) in str(refused.value)


def test_another_setting_is_refused_by_name_and_without_its_value(bench: Bench) -> None:
    bench.plan(program_of({"one": 1}), {"strata:size": "before", "strata:gone": "x"})
    bench.stack._write_project({"strata:size": "after", "strata:new": "y"})
    with pytest.raises(ChangesFound) as refused:
        bench.look_again(program_of({"one": 1}))
    told = str(refused.value)
    assert "the setting strata:size" in told
    assert "the setting strata:gone" in told
    assert "the setting strata:new" in told
    assert "before" not in told
    assert "after" not in told


def test_another_file_of_the_program_is_refused(bench: Bench) -> None:
    bench.plan(program_of({"one": 1}))
    (bench.stack.folder / "__main__.py").write_text("# another comment\n")
    with pytest.raises(ChangesFound, match=r"the program __main__\.py"):
        bench.look_again(program_of({"one": 1}))


def test_another_state_is_refused(bench: Bench) -> None:
    bench.plan(program_of({"one": 1}))
    bench.stack(program_of({"other": 1}))
    with pytest.raises(ChangesFound) as refused:
        bench.look_again(program_of({"one": 1}))
    assert "the recorded state" in str(refused.value)
    assert 'Item::other: planned nothing, now "delete"' in str(refused.value)


def test_a_plan_is_carried_out_only_once(bench: Bench) -> None:
    bench.plan(program_of({"one": 1}))
    bench.carry_out(program_of({"one": 1}))
    with pytest.raises(ChangesFound, match='planned "create", now "same"'):
        bench.look_again(program_of({"one": 1}))


def test_another_passphrase_is_refused(bench: Bench) -> None:
    bench.plan(program_of({"one": 1}))
    stack = bench.stack.open()
    stack.passphrase = "another"
    from cli.plans.guard import Guard

    with pytest.raises(UsageError, match="another passphrase"):
        Guard(bench.file, stack)


def test_without_a_passphrase_no_plan_is_read(bench: Bench) -> None:
    bench.plan(program_of({"one": 1}))
    stack = bench.stack.open()
    stack.passphrase = None
    from cli.plans.guard import Guard

    with pytest.raises(UsageError, match="PULUMI_CONFIG_PASSPHRASE"):
        Guard(bench.file, stack)


def test_secrets_that_differ_are_told_without_being_shown(bench: Bench) -> None:
    bench.plan(program_of({"secret-one": SECRET}))
    with pytest.raises(ChangesFound) as refused:
        bench.look_again(program_of({"secret-one": "another-s3cr3t"}))
    assert "another secret than planned" in str(refused.value)
    assert "s3cr3t" not in str(refused.value)


def test_an_option_that_differs_is_refused(bench: Bench) -> None:
    bench.plan(program_of({"one": 1}, protect=True))
    with pytest.raises(ChangesFound, match=r"options\.protect|options: planned"):
        bench.look_again(program_of({"one": 1}))


def test_what_turns_out_otherwise_while_it_is_carried_out_is_refused_before_it_is_made(bench: Bench) -> None:
    """The program does something else the second time: the first step that differs fails, and nothing follows it."""
    bench.plan(program_of({"one": 1, "two": 2}))
    errors = bench.carry_out(program_of({"one": 1, "two": 2}), instead=program_of({"one": 7, "two": 2}))
    assert len(errors) == 1
    assert "not as planned" in errors[0]
    assert "inputs.value: planned 1, now 7" in errors[0]
    assert [one.name for one in bench.stack.resources() if one.type == "test:index:Item"] == []


def test_what_nobody_planned_is_not_made(bench: Bench) -> None:
    bench.plan(program_of({"one": 1}))
    errors = bench.carry_out(program_of({"one": 1}), instead=program_of({"one": 1, "two": 2}))
    assert 'Item::two: planned nothing, now "create"' in errors[0]
    assert [one.name for one in bench.stack.resources() if one.type == "test:index:Item"] == ["one"]


def test_what_nobody_planned_is_not_deleted(bench: Bench) -> None:
    bench.stack(program_of({"one": 1, "two": 2}))
    bench.plan(program_of({"one": 1, "two": 2}))
    errors = bench.carry_out(program_of({"one": 1, "two": 2}), instead=program_of({"one": 1}))
    assert 'Item::two: planned nothing, now "delete"' in errors[0]
    assert {one.name for one in bench.stack.resources() if one.type == "test:index:Item"} == {"one", "two"}


def test_what_was_planned_and_never_came_is_told(bench: Bench) -> None:
    bench.plan(program_of({"one": 1, "two": 2}))
    with pytest.raises(OperationFailed, match="Item::two"):
        bench.carry_out(program_of({"one": 1, "two": 2}), instead=program_of({"one": 1}))


def test_what_was_not_known_may_become_known(bench: Bench) -> None:
    """`after` is an output of the item before, known only when that was made."""
    items = {"one": 1, "two": 2}
    assert b"04da6b54" in bench.plan(program_of(items))
    assert bench.carry_out(program_of(items)) == []


def test_updates_replacements_and_deletions_are_held_to_as_well(bench: Bench) -> None:
    def before() -> None:
        Item("changed", value=1)
        Item("replaced", replaceMe=1)
        Item("gone")

    def after() -> None:
        Item("changed", value=2)
        Item("replaced", replaceMe=2)

    bench.stack(before)
    bench.plan(after)
    with pytest.raises(CommandError, match="Item::gone"):
        bench.look_again(before)
    assert bench.carry_out(after) == []
    assert {one.name for one in bench.stack.resources() if one.type == "test:index:Item"} == {"changed", "replaced"}
