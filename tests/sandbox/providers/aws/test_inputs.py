"""What Check makes of a program's inputs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from protocol.provider import ProviderError
from protocol.values import UNKNOWN, Secret
from sandbox.providers.aws.inputs import completed, config_problems, problems, settings
from sandbox.providers.aws.rds.instance import Instance
from sandbox.providers.aws.resource import Resource
from sandbox.providers.aws.s3.settings import BucketVersioning
from sandbox.providers.aws.session import AwsSession
from sandbox.providers.aws.sqs import Queue, QueuePolicy

NOWHERE = AwsSession("http://127.0.0.1:1", "eu-central-1")
QUEUE = Queue(NOWHERE)


def _completed(resource: Resource = QUEUE, news: Any = None, olds: Any = None, tags: Any = None) -> dict[str, Any]:
    return completed(resource, "jobs", news or {}, olds or {}, b"seed", tags or {})


class TestSettings:
    def test_region_and_default_tags(self) -> None:
        assert settings({"region": "eu-central-1"}) == ("eu-central-1", {})
        tagged = {"region": Secret("us-east-1"), "defaultTags": '{"tags": {"team": "ml"}}'}
        assert settings(tagged) == ("us-east-1", {"team": "ml"})
        assert settings({"region": "us-east-1", "defaultTags": '{"tags": null}'}) == ("us-east-1", {})

    @pytest.mark.parametrize("args", [{}, {"region": None}, {"region": UNKNOWN}])
    def test_without_a_region_says_what_to_type(self, args: dict[str, Any]) -> None:
        with pytest.raises(ProviderError, match=r"no region; set it with `pulumi config set aws:region REGION`"):
            settings(args)

    def test_every_mistake_is_told_and_the_engines_own_settings_are_none(self) -> None:
        news = {
            "regoin": "eu-central-1",
            "skipRegionValidation": "true",
            "endpoints": '[{"sqs": "https://example.com"}]',
            "version": "7.0.0",
            "pluginDownloadURL": "https://example.com",
        }
        found = {problem.path: problem.reason for problem in config_problems(news)}
        assert found.keys() == {"regoin", "endpoints"}
        assert "region" in found["regoin"]
        assert found["endpoints"] == "the AWS sandbox does not support it"


class TestCompleted:
    def test_nothing_is_none(self) -> None:
        assert _completed(news={"delaySeconds": None, "name": "mine"}) == {"name": "mine"}

    def test_a_name_is_made_kept_or_left_to_the_prefix(self) -> None:
        name = _completed()["name"]
        assert re.fullmatch(r"jobs-[0-9a-f]{7}", name)
        assert _completed()["name"] == name
        assert _completed(olds={"name": "jobs-0000000"})["name"] == "jobs-0000000"
        assert _completed(olds={"name": Secret("jobs-0000000")})["name"] == "jobs-0000000"
        assert _completed(olds={"name": "chosen-before"})["name"] == "chosen-before"
        assert "name" not in _completed(news={"namePrefix": "train-"})

    def test_an_automatic_name_follows_the_inputs(self) -> None:
        assert _completed(news={"fifoQueue": True}, olds={"name": "jobs-0000000"})["name"] == "jobs-0000000.fifo"
        assert _completed(news={"fifoQueue": Secret(True)}, olds={"name": "jobs-0000000"})["name"].endswith(".fifo")
        assert _completed(olds={"name": "jobs-0000000.fifo"})["name"] == "jobs-0000000"

    def test_tags_overrule_default_tags(self) -> None:
        assert _completed(news={"tags": {"a": "1"}}, tags={"a": "0", "b": "2"})["tagsAll"] == {"a": "1", "b": "2"}
        assert _completed(tags={"b": "2"})["tagsAll"] == {"b": "2"}
        assert "tagsAll" not in _completed()

    def test_secret_tags_make_all_of_them_secret_and_unknown_ones_unknown(self) -> None:
        assert _completed(news={"tags": Secret({"a": "1"})}, tags={"b": "2"})["tagsAll"] == Secret({"a": "1", "b": "2"})
        assert _completed(news={"tags": UNKNOWN}, tags={"b": "2"})["tagsAll"] is UNKNOWN

    def test_a_document_given_as_an_object_is_text_once_all_of_it_is_known(self) -> None:
        policy = QueuePolicy(NOWHERE)
        assert _completed(policy, {"policy": {"Id": "a"}}) == {"policy": '{"Id": "a"}'}
        assert _completed(policy, {"policy": '{ "Id": "a"}'}) == {"policy": '{ "Id": "a"}'}
        assert _completed(policy, {"policy": Secret({"Id": "a"})}) == {"policy": Secret('{"Id": "a"}')}
        assert _completed(policy, {"policy": {"Id": Secret("a")}}) == {"policy": Secret('{"Id": "a"}')}
        for unknown in (UNKNOWN, {"Id": "a", "Statement": [UNKNOWN]}, Secret({"Id": UNKNOWN})):
            assert _completed(policy, {"policy": unknown}) == {"policy": unknown}

    def test_what_bears_no_tags_gets_none(self) -> None:
        assert _completed(BucketVersioning(NOWHERE), {"bucket": "data"}, tags={"b": "2"}) == {"bucket": "data"}


class TestProblems:
    def test_good_inputs_have_none(self) -> None:
        assert problems(QUEUE, {"delaySeconds": 3}, {"delaySeconds": 3, "name": "jobs"}) == []

    def test_a_name_may_be_too_long(self) -> None:
        [problem] = problems(QUEUE, {}, {"name": "x" * 81})
        assert (problem.path, problem.reason) == ("name", f"at most 80 characters, got 81 ('{'x' * 81}')")
        assert problems(QUEUE, {}, {"name": "x" * 80}) == []

    def test_what_the_sandbox_cannot_do_says_where_to_add_it(self) -> None:
        database = Instance(NOWHERE)
        news = {"instanceClass": "db.m7g.large", "blueGreenUpdate": {"enabled": True}}
        [problem] = problems(database, news, {**news, "identifier": "x"})
        assert problem.path == "blueGreenUpdate"
        assert problem.reason == (
            "the sandbox does not support it on aws:rds/instance:Instance; "
            "add it to sandbox/providers/aws/rds/instance.py"
        )

    def test_a_types_own_rules_come_after_the_types(self) -> None:
        database = Instance(NOWHERE)
        wrong = {"instanceClass": "db.m7g.large", "password": "x", "manageMasterUserPassword": True}
        [problem] = problems(database, wrong, {**wrong, "identifier": "x"})
        assert problem.path == "password"
        wrong["allocatedStorage"] = "much"
        [problem] = problems(database, wrong, {**wrong, "identifier": "x"})
        assert problem.path == "allocatedStorage"
