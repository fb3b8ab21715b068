"""URNs are taken apart and put together as in the official engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import urn as urns
from engine.errors import EngineError
from tests.engine.states import CHECKPOINTS, ROOT, golden

STORE = "urn:pulumi:dev::golden::golden:index:Store::data"
part = st.text(st.characters(exclude_characters=":$", exclude_categories=["Cs"]), min_size=1)


def test_a_child_bears_the_types_of_its_parents() -> None:
    assert (
        urns.make("dev", "golden", "aws:s3/bucket:Bucket", "data", parent=STORE)
        == "urn:pulumi:dev::golden::golden:index:Store$aws:s3/bucket:Bucket::data"
    )


def test_the_root_stack_is_left_out() -> None:
    assert urns.make("dev", "golden", "golden:index:Store", "data", parent=ROOT) == STORE
    assert urns.make("dev", "golden", "golden:index:Store", "data") == STORE


@pytest.mark.parametrize("path", CHECKPOINTS, ids=lambda path: path.name)
def test_golden_urns_come_from_their_type_name_and_parent(path: object) -> None:
    resources = golden(path)["checkpoint"]["latest"].get("resources", [])  # type: ignore[arg-type]
    for resource in resources:
        parts = urns.parse(resource["urn"])
        made = urns.make(parts.stack, parts.project, resource["type"], parts.name, parent=resource.get("parent", ""))
        assert (made, parts.type) == (resource["urn"], resource["type"])


@given(part, part, part, st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_parse_gives_back_what_a_urn_was_made_of(stack: str, project: str, type_: str, name: str) -> None:
    assert urns.parse(urns.make(stack, project, type_, name)) == (stack, project, type_, name)


@pytest.mark.parametrize("text", ["", "urn:pulumi:dev", "urn:pulumi:dev::p::t", "arn:aws:::x::y::z::w"])
def test_what_is_not_a_urn_is_refused(text: str) -> None:
    with pytest.raises(EngineError, match="is not a URN"):
        urns.parse(text)


def test_provider_types_are_told_from_others() -> None:
    assert urns.is_provider_type("pulumi:providers:aws")
    assert not urns.is_provider_type("pulumi:pulumi:Stack")
