"""Tags as each service wants them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from protocol.values import UNKNOWN
from sandbox.providers.aws.tags import Tagging, merge_defaults, tag_list, tag_map

tags = some.dictionaries(some.sampled_from("abcde"), some.text(max_size=2))


class Service:
    """A service's tag operations, and the tags of one thing."""

    def __init__(self, tags: dict[str, str]) -> None:
        self.tags = dict(tags)
        self.calls: list[str] = []

    def tag_resource(self, **asked: Any) -> None:
        assert asked.keys() == {"ResourceArn", "Tags"}
        self.calls.append("tag")
        self.tags |= tag_map(asked["Tags"])

    def untag_resource(self, **asked: Any) -> None:
        assert asked.keys() == {"ResourceArn", "TagKeys"}
        self.calls.append("untag")
        for key in asked["TagKeys"]:
            del self.tags[key]

    def list_tags_for_resource(self, **asked: Any) -> dict[str, Any]:
        assert asked == {"ResourceArn": "arn:x"}
        return {"Tags": tag_list(self.tags)} if self.tags else {}


@given(tags)
def test_a_list_of_tags_is_a_map_of_tags(some_tags: dict[str, str]) -> None:
    assert tag_map(tag_list(some_tags)) == some_tags
    assert tag_map(tag_list(some_tags, "TagKey", "TagValue"), "TagKey", "TagValue") == some_tags


def test_what_aws_itself_sets_is_not_shown() -> None:
    assert tag_map(tag_list({"aws:cloudformation:stack": "x", "team": "ml"})) == {"team": "ml"}
    assert tag_map(None) == {}


def test_own_tags_overrule_the_defaults() -> None:
    assert merge_defaults({"a": "0", "b": "2"}, {"a": "1"}) == {"a": "1", "b": "2"}
    assert merge_defaults({"b": "2"}, None) == {"b": "2"}
    assert merge_defaults({"b": "2"}, UNKNOWN) is UNKNOWN


@given(tags, tags)
def test_applying_brings_a_thing_from_its_old_tags_to_the_new_ones(old: dict[str, str], new: dict[str, str]) -> None:
    service, tagging = Service(old), Tagging()
    tagging.apply(service, {"arn": "arn:x"}, old, new)
    assert tagging.read(service, {"arn": "arn:x"}) == new
    assert ("untag" in service.calls) == bool(old.keys() - new.keys())
    assert ("tag" in service.calls) == any(old.get(name) != text for name, text in new.items())


def test_services_that_speak_otherwise() -> None:
    asked: list[dict[str, Any]] = []

    class Other:
        def add_tags(self, **parameters: Any) -> None:
            asked.append(parameters)

        remove_tags = add_tags

        def list_tags(self, **parameters: Any) -> dict[str, Any]:
            asked.append(parameters)
            return {"TagList": {"a": "1"}}

    plain = Tagging("add_tags", "remove_tags", "list_tags", "Url", "url", pair=None, answer="TagList")
    assert plain.read(Other(), {"url": "u"}) == {"a": "1"}
    plain.apply(Other(), {"url": "u"}, {"a": "1"}, {"b": "2"})
    many = Tagging(
        "add_tags", "remove_tags", resource="Ids", identity="id", keys="Tags", many=True, extra={"Kind": "k"}
    )
    many.apply(Other(), {"id": "i"}, {"a": "1"}, {})
    assert asked == [
        {"Url": "u"},
        {"Url": "u", "TagKeys": ["a"]},
        {"Url": "u", "Tags": {"b": "2"}},
        {"Ids": ["i"], "Kind": "k", "Tags": [{"Key": "a"}]},
    ]
