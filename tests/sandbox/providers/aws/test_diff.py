"""What Diff answers for old and new inputs."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.values import UNKNOWN, Secret
from sandbox.providers.aws.diff import Difference, collide, compare
from sandbox.providers.aws.resource import Resource


class Sample(Resource):
    """A type that is not registered."""

    name_property = "name"
    replace_on = frozenset({"name", "rule.zones", "size"})
    defaults: ClassVar = {"delay": 5}
    ordered = frozenset({"order"})


class Lonely(Sample):
    delete_before_replace = True


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": 2, "b": 3}, {"a": "UPDATE", "b": "ADD"}),
        ({"a": 1}, {}, {"a": "DELETE"}),
        ({"size": 1}, {"size": 2}, {"size": "UPDATE_REPLACE"}),
        ({"size": 1}, {}, {"size": "DELETE_REPLACE"}),
        ({"rule": {"days": 1}}, {"rule": {"days": 2}}, {"rule.days": "UPDATE"}),
        ({"rule": {"zones": ["a"]}}, {"rule": {"zones": ["b"]}}, {"rule.zones[0]": "UPDATE_REPLACE"}),
        ({"rule": [{"zones": "a"}]}, {"rule": [{"zones": "b"}]}, {"rule[0].zones": "UPDATE_REPLACE"}),
        ({"sizes": 1}, {"sizes": 2}, {"sizes": "UPDATE"}),
        ({}, {"delay": 5}, {}),
        ({"delay": 5}, {}, {}),
        ({"delay": 6}, {}, {"delay": "UPDATE"}),
        ({"order": ["a", "b"], "any": ["a", "b"]}, {"order": ["b", "a"], "any": ["b", "a"]}, {"order": "UPDATE"}),
        ({"a": "x"}, {"a": UNKNOWN}, {"a": "UPDATE"}),
        ({"a": Secret("x")}, {"a": "x"}, {}),
        ({"a": Secret("x")}, {"a": Secret("y")}, {"a": "UPDATE"}),
    ],
)
def test_every_difference_has_its_path_and_kind(
    old: dict[str, Any], new: dict[str, Any], kinds: dict[str, str]
) -> None:
    assert compare(Sample, old, new).kinds == kinds


@pytest.mark.parametrize(
    ("ignored", "left"),
    [
        ((), ["rules", "tags"]),
        (("tags",), ["rules"]),
        (("tags.a",), ["rules"]),
        (("tag",), ["rules", "tags"]),
        (("rules.days",), ["tags"]),
        (("rules", "tags"), []),
    ],
)
def test_what_is_ignored_does_not_count(ignored: tuple[str, ...], left: list[str]) -> None:
    old, new = {"tags": {"a": "1"}, "rules": [{"days": 1}]}, {"tags": {"a": "2"}, "rules": [{"days": 2}]}
    assert compare(Sample, old, new, ignored).top_level == left


def test_the_wire_message_lists_inputs_once_and_paths_in_detail() -> None:
    difference = Difference(
        {'tags["a.b"]': "ADD", "tags.c": "DELETE", "size": "UPDATE_REPLACE"}, delete_before_replace=True
    )
    answer = difference.response()
    assert (answer.changes, list(answer.diffs), list(answer.replaces)) == (
        pb.DiffResponse.DIFF_SOME,
        ["size", "tags"],
        ["size"],
    )
    assert answer.deleteBeforeReplace
    assert {path: (pb.PropertyDiff.Kind.Name(at.kind), at.inputDiff) for path, at in answer.detailedDiff.items()} == {
        'tags["a.b"]': ("ADD", True),
        "tags.c": ("DELETE", True),
        "size": ("UPDATE_REPLACE", True),
    }


def test_no_difference_says_so() -> None:
    answer = Difference(delete_before_replace=True).response()
    assert (answer.changes, answer.hasDetailedDiff, answer.deleteBeforeReplace) == (
        pb.DiffResponse.DIFF_NONE,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("cls", "old", "new", "collides"),
    [
        (Sample, "chosen", "chosen", True),
        (Sample, "chosen", "other", False),
        (Sample, "jobs-0123abc", "jobs-0123abc", False),
        (Sample, Secret("chosen"), "chosen", True),
        (Sample, None, None, False),
        (Sample, UNKNOWN, UNKNOWN, False),
        (Resource, "chosen", "chosen", False),
        (Lonely, "one", "other", True),
    ],
)
def test_two_of_one_chosen_name_cannot_stand_side_by_side(
    cls: type[Resource], old: Any, new: Any, collides: bool
) -> None:
    assert collide(cls, "jobs", {"name": old}, {"name": new}) is collides
