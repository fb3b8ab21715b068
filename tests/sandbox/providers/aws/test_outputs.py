"""Outputs: read from AWS, in the program's words, secret where they must be; and the inputs that follow from them."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from protocol.values import UNKNOWN, Props, Secret
from sandbox.providers.aws import outputs
from sandbox.providers.aws.resource import Resource
from sandbox.providers.aws.session import AwsSession
from sandbox.providers.aws.sqs import Queue, QueuePolicy
from sandbox.providers.aws.tags import Tagging


class Tags(Tagging):
    """Tags of which AWS says what the test says."""

    real: ClassVar[dict[str, str]] = {}
    applied: ClassVar[list[tuple[Any, Any]]] = []

    def read(self, client: Any, outputs: Props) -> dict[str, str]:
        return self.real

    def apply(self, client: Any, outputs: Props, old: Any, new: Any) -> None:
        self.applied.append((old, new))


class Thing(Resource):
    """A type of which AWS says what the test says."""

    service = "sqs"
    defaults: ClassVar = {"delay": 0}
    tagging = Tags()
    computed = frozenset({"network.group"})
    unset = frozenset({"note", "key"})
    real: ClassVar[Props | None] = {}

    def read(self, id: str, outputs: Props) -> Props | None:  # noqa: A002 - the verb's own name for it
        return self.real


@pytest.fixture
def thing(monkeypatch: pytest.MonkeyPatch) -> Thing:
    """An instance; `Thing.real` and `Tags.real` are what AWS says."""
    monkeypatch.setattr(Tags, "applied", [])
    return Thing(AwsSession("http://127.0.0.1:1", "eu-central-1"))


def _says(monkeypatch: pytest.MonkeyPatch, real: Props | None, **tags: str) -> None:
    monkeypatch.setattr(Thing, "real", real)
    monkeypatch.setattr(Tags, "real", tags)


class TestCurrent:
    def test_what_is_gone_has_none(self, thing: Thing, monkeypatch: pytest.MonkeyPatch) -> None:
        _says(monkeypatch, None)
        assert outputs.current(thing, "i", {}, {}) is None

    def test_aws_is_right_and_the_words_of_before_stay(self, thing: Thing, monkeypatch: pytest.MonkeyPatch) -> None:
        known = {"policy": '{ "a": ["b"] }', "delay": "30", "zones": ["b", "a"], "size": 1, "kept": "x", "gone": 1}
        _says(monkeypatch, {"policy": '{"a":"b"}', "delay": 30, "zones": ["a", "b"], "size": 2, "gone": None})
        assert outputs.current(thing, "i", known, {}) == {
            "policy": '{ "a": ["b"] }',
            "delay": "30",
            "zones": ["b", "a"],
            "size": 2,
            "kept": "x",
            "id": "i",
            "region": "eu-central-1",
            "tags": {},
            "tagsAll": {},
        }

    def test_default_tags_are_no_part_of_the_tags(self, thing: Thing, monkeypatch: pytest.MonkeyPatch) -> None:
        defaults = {"team": "ml", "stage": "dev"}
        _says(monkeypatch, {}, team="ml", stage="prod", own="1", stray="2")
        found = outputs.current(thing, "i", {"tags": {"own": "1"}}, defaults)
        assert found is not None
        assert found["tags"] == {"stage": "prod", "own": "1", "stray": "2"}
        assert found["tagsAll"] == {"team": "ml", "stage": "prod", "own": "1", "stray": "2"}

    def test_a_default_tag_that_the_program_sets_too_is_its_own(
        self, thing: Thing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _says(monkeypatch, {}, team="ml")
        found = outputs.current(thing, "i", {"tags": {"team": "ml"}}, {"team": "ml"})
        assert found is not None
        assert found["tags"] == {"team": "ml"}


class TestWritten:
    def test_tags_are_applied_from_the_old_to_the_new(self, thing: Thing, monkeypatch: pytest.MonkeyPatch) -> None:
        _says(monkeypatch, {"arn": "x"})
        known = {"tags": {"own": "1"}, "tagsAll": {"own": "1", "team": "ml"}}
        found = outputs.written(thing, "i", known, {"old": "0"}, {"team": "ml"})
        assert found is not None
        assert Tags.applied == [({"old": "0"}, {"own": "1", "team": "ml"})]
        assert (found["tags"], found["tagsAll"], found["arn"]) == ({"own": "1"}, {"own": "1", "team": "ml"}, "x")

    def test_what_is_gone_already_gets_none(self, thing: Thing, monkeypatch: pytest.MonkeyPatch) -> None:
        _says(monkeypatch, None)
        assert outputs.written(thing, "i", {"tagsAll": {"a": "1"}}, {}, {}) is None
        assert Tags.applied == []


class TestPlanned:
    def test_what_aws_decides_within_a_property_is_unknown_until_it_exists(self) -> None:
        assert outputs.planned(Thing, {}, {"network": {"zones": ["a"]}, "size": 1}) == {
            "network": {"zones": ["a"], "group": UNKNOWN},
            "size": 1,
        }
        known = {"network": {"zones": ["a"], "group": "sg-1"}, "arn": "x"}
        assert outputs.planned(Thing, known, {"network": {"zones": ["b"]}}) == {
            "network": {"zones": ["b"], "group": "sg-1"},
            "arn": "x",
        }

    def test_of_a_text_nothing_is_known_while_a_part_of_it_is_not(self) -> None:
        partly = {"Id": "a", "Statement": [UNKNOWN]}
        assert outputs.planned(QueuePolicy, {}, {"policy": partly}) == {"policy": UNKNOWN}
        assert outputs.planned(QueuePolicy, {"policy": "{}"}, {"policy": Secret(partly)}) == {"policy": UNKNOWN}
        assert outputs.planned(QueuePolicy, {"policy": "{}"}, {"policy": '{"Id": "a"}'}) == {"policy": '{"Id": "a"}'}
        assert outputs.planned(QueuePolicy, {"policy": "{}"}, {}) == {"policy": "{}"}

    def test_what_is_given_or_absent_stays_so(self) -> None:
        assert outputs.planned(Thing, {}, {"network": {"group": "mine"}}) == {"network": {"group": "mine"}}
        assert outputs.planned(Thing, {}, {"network": UNKNOWN}) == {"network": UNKNOWN}
        assert outputs.planned(Thing, {}, {}) == {}


class TestInputs:
    def test_unchanged_things_keep_the_programs_words(self, thing: Thing) -> None:
        old = {"policy": '{ "a": ["b"] }', "delay": "30"}
        assert outputs.inputs(thing, old, {"policy": '{"a": "b"}', "delay": 30, "arn": "x"}) == old

    def test_drift_shows_and_what_aws_added_by_itself_does_not(self, thing: Thing) -> None:
        found = outputs.inputs(thing, {"rule": {"days": 1}, "size": 1}, {"rule": {"days": 2, "unit": "day"}, "size": 3})
        assert found == {"rule": {"days": 2}, "size": 3}

    def test_what_is_no_longer_there_is_left_out(self, thing: Thing) -> None:
        assert outputs.inputs(thing, {"size": 1}, {}) == {}

    def test_what_was_not_asked_for_shows_if_it_is_no_longer_the_default(self, thing: Thing) -> None:
        assert outputs.inputs(thing, {}, {"delay": 0}) == {}
        assert outputs.inputs(thing, {}, {"delay": 7}) == {"delay": 7}
        assert outputs.inputs(thing, {}, {"tags": {"stray": "1"}}) == {"tags": {"stray": "1"}}
        old = {"tags": {"a": "1"}}
        assert outputs.inputs(thing, old, {"tags": {"a": "1", "stray": "1"}}) == {"tags": {"a": "1", "stray": "1"}}

    def test_what_only_the_program_decides_shows_if_it_is_there_unasked(self, thing: Thing) -> None:
        assert outputs.inputs(thing, {}, {"note": "", "key": None, "other": "AWS's own"}) == {}
        assert outputs.inputs(thing, {}, {"note": "n", "key": 0}) == {"note": "n", "key": 0}
        assert outputs.inputs(thing, {"note": "n"}, {"note": "n"}) == {"note": "n"}
        assert outputs.inputs(thing, {"note": "n"}, {"note": ""}) == {"note": ""}

    def test_an_import_takes_everything_that_is_an_input_and_no_default(self) -> None:
        queue = Queue(AwsSession("http://127.0.0.1:1", "eu-central-1"))
        real = {
            "name": "jobs",
            "arn": "x",
            "region": "eu-central-1",
            "delaySeconds": 9,
            "maxMessageSize": Queue.defaults["maxMessageSize"],
            "policy": "",
            "tags": {},
            "fifoQueue": False,
        }
        assert outputs.imported_inputs(queue, real) == {"name": "jobs", "delaySeconds": 9, "policy": ""}


class TestSecrets:
    def test_are_marked_in_the_same_place(self) -> None:
        props = {"a": "x", "b": {"c": "y", "d": "z"}, "e": ["1", "2"]}
        source = {"a": Secret("old"), "b": {"c": Secret("old")}, "e": ["1", Secret("old")], "f": Secret("other")}
        assert outputs.with_secrets(props, source) == {
            "a": Secret("x"),
            "b": {"c": Secret("y"), "d": "z"},
            "e": Secret(["1", "2"]),  # elements of a list may have moved
        }

    def test_of_several_sources_and_of_the_type_itself_all_count(self) -> None:
        found = outputs.with_secrets(
            {"a": "x", "b": "y", "c": {"d": Secret("z")}},
            {"a": Secret("1")},
            {"b": Secret("2")},
            always=frozenset({"c", "e"}),
        )
        assert found == {"a": Secret("x"), "b": Secret("y"), "c": Secret({"d": "z"})}
