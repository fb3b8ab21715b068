"""The provider's verbs: names, tags, secrets, regions, drift, and what is said when something goes wrong."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.provider import InitializationFailed, ProviderError
from protocol.values import UNKNOWN, Secret, contains_secret, decode, encode
from sandbox.providers.aws.kms import Key
from sandbox.providers.aws.provider import AwsProvider
from tests.sandbox.faults import VirtualTime

QUEUE = "aws:sqs/queue:Queue"
URN = f"urn:pulumi:dev::strata::{QUEUE}::jobs"
TAGS = {"tags": {"team": "ml", "stage": "dev"}}


class TestNames:
    def test_comes_from_the_logical_name_and_the_seed(self, account: Any) -> None:
        name = account.check(URN, {})["name"]
        assert re.fullmatch(r"jobs-[0-9a-f]{7}", name)
        assert account.check(URN, {})["name"] == name
        assert account.check(URN.replace("jobs", "other"), {})["name"] != name

    def test_stays_what_it_was(self, account: Any) -> None:
        assert account.check(URN, {"delaySeconds": 3}, {"name": "jobs-0000000"})["name"] == "jobs-0000000"

    def test_follows_the_inputs_and_keeps_its_digits(self, account: Any) -> None:
        assert account.check(URN, {"fifoQueue": True}, {"name": "jobs-0000000"})["name"] == "jobs-0000000.fifo"
        assert account.check(URN, {}, {"name": "chosen"})["name"] == "chosen"

    def test_given_by_a_prefix_is_unique_and_stays(self, account: Any) -> None:
        first, second = (account.create(QUEUE, name, {"namePrefix": "train-"}) for name in ("a", "b"))
        assert "name" not in first.inputs
        assert first.outputs["name"].startswith("train-")
        assert first.outputs["name"] != second.outputs["name"]
        updated = account.update(first, {"namePrefix": "train-", "delaySeconds": 5})
        assert (updated.outputs["name"], updated.outputs["delaySeconds"]) == (first.outputs["name"], 5)

    def test_too_long_is_told(self, account: Any) -> None:
        account.check(f"{URN}{'x' * 80}", {})
        ((path, reason),) = account.failures
        assert path == "name"
        assert reason.startswith("at most 80 characters, got 92")

    def test_of_a_replacement_collides_only_if_chosen(self, account: Any) -> None:
        automatic = account.create(QUEUE, "jobs", {})
        chosen = account.create("aws:kms/alias:Alias", "key", {"name": "alias/a", "targetKeyId": _key(account).id})
        group = account.create("aws:cloudwatch/logGroup:LogGroup", "logs", {"name": "/strata"})
        assert account.diff(automatic, {"fifoQueue": True}).replaces == ["fifoQueue", "name"]
        assert not account.diff(automatic, {"fifoQueue": True}).deleteBeforeReplace
        assert not account.diff(chosen, {"name": "alias/b", "targetKeyId": "k"}).deleteBeforeReplace
        assert account.diff(group, {"name": "/strata", "logGroupClass": "DELIVERY"}).deleteBeforeReplace


class TestTags:
    def test_defaults_are_merged_and_applied(self, account_with: Any, aws_client: Any) -> None:
        account = account_with(defaultTags=TAGS)
        made = account.create(QUEUE, "jobs", {"tags": {"team": "vision"}})
        assert made.inputs["tagsAll"] == made.outputs["tagsAll"] == {"team": "vision", "stage": "dev"}
        assert made.outputs["tags"] == {"team": "vision"}
        assert aws_client("sqs").list_queue_tags(QueueUrl=made.id)["Tags"] == {"team": "vision", "stage": "dev"}

    def test_changed_defaults_are_an_update_in_place(self, account_with: Any, aws_client: Any) -> None:
        made = account_with(defaultTags=TAGS).create(QUEUE, "jobs", {})
        later = account_with(defaultTags={"tags": {"team": "ml", "owner": "me"}})
        difference = later.diff(made, {})
        assert (list(difference.diffs), list(difference.replaces)) == (["tagsAll"], [])
        later.update(made, {})
        assert aws_client("sqs").list_queue_tags(QueueUrl=made.id)["Tags"] == {"team": "ml", "owner": "me"}

    def test_added_behind_our_back_show_and_are_put_right(self, account_with: Any, aws_client: Any) -> None:
        account = account_with(defaultTags=TAGS)
        made = account.create(QUEUE, "jobs", {})
        aws_client("sqs").tag_queue(QueueUrl=made.id, Tags={"stray": "yes"})
        found = account.read(made)
        assert found.outputs["tags"] == {"stray": "yes"}
        assert set(account.diff(found, {}).diffs) == {"tags", "tagsAll"}
        account.update(found, {})
        assert aws_client("sqs").list_queue_tags(QueueUrl=made.id)["Tags"] == TAGS["tags"]

    def test_unknown_until_the_update(self, account_with: Any) -> None:
        assert account_with(defaultTags=TAGS).check(URN, {"tags": UNKNOWN})["tagsAll"] is UNKNOWN


class TestSecrets:
    def test_an_output_is_as_secret_as_its_input(self, account: Any) -> None:
        made = account.create(QUEUE, "jobs", {"tags": {"token": Secret("hidden"), "team": "ml"}})
        assert made.outputs["tags"] == {"token": Secret("hidden"), "team": "ml"}
        assert contains_secret(made.outputs["tagsAll"])
        assert account.read(made) == made

    def test_some_are_secret_in_any_case(self, account: Any) -> None:
        made = account.create("aws:ssm/parameter:Parameter", "token", {"type": "String", "value": "hidden"})
        assert made.outputs["value"] == Secret("hidden")
        assert "hidden" not in str(made.outputs)

    def test_an_error_holds_none(self, account: Any) -> None:
        account.create(QUEUE, "jobs", {"name": "same"})
        with pytest.raises(ProviderError) as failed:
            account.create(QUEUE, "other", {"name": "same", "policy": Secret("not a policy: hunter2")})
        assert "hunter2" not in str(failed.value)

    def test_a_rejected_parameter_holds_none(self, account: Any) -> None:
        inputs = {"type": "String", "value": Secret(["hunter2"])}
        account.check("urn:pulumi:dev::strata::aws:ssm/parameter:Parameter::token", inputs)
        assert "hunter2" not in str(account.failures)


class TestDrift:
    def test_a_changed_attribute_shows_and_is_put_right(self, account: Any, aws_client: Any) -> None:
        made = account.create(QUEUE, "jobs", {"delaySeconds": 3})
        attributes = {"DelaySeconds": "9", "VisibilityTimeout": "77"}
        aws_client("sqs").set_queue_attributes(QueueUrl=made.id, Attributes=attributes)
        found = account.read(made)
        assert found.outputs["delaySeconds"] == found.inputs["delaySeconds"] == 9
        # Nobody asked for a visibility timeout, but the default is no longer what holds.
        assert set(account.diff(found, {"delaySeconds": 3}).diffs) == {"delaySeconds", "visibilityTimeoutSeconds"}
        mended = account.update(found, {"delaySeconds": 3})
        assert (mended.outputs["delaySeconds"], mended.outputs["visibilityTimeoutSeconds"]) == (3, 30)

    def test_a_deleted_resource_is_gone(self, account: Any, aws_client: Any) -> None:
        made = account.create(QUEUE, "jobs", {})
        aws_client("sqs").delete_queue(QueueUrl=made.id)
        assert account.read(made) is None
        account.delete(made)

    def test_other_words_are_no_change(self, account: Any) -> None:
        statement = {"Effect": "Allow", "Principal": "*", "Action": ["sqs:SendMessage"], "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        made = account.create(QUEUE, "jobs", {"policy": json.dumps(policy), "delaySeconds": 3})
        reworded = json.dumps({**policy, "Statement": {**statement, "Action": "sqs:SendMessage"}}, indent=4)
        assert not account.diff(made, {"delaySeconds": "3", "policy": reworded}).diffs


class TestDiff:
    def test_says_where_and_how(self, account: Any) -> None:
        made = account.create(QUEUE, "jobs", {"delaySeconds": 3, "tags": {"a.b": "1", "c": "2"}})
        difference = account.diff(made, {"fifoQueue": True, "tags": {"a.b": "2", "d": "3"}})
        kinds = {path: pb.PropertyDiff.Kind.Name(at.kind) for path, at in difference.detailedDiff.items()}
        assert {path: kind for path, kind in kinds.items() if "tagsAll" not in path} == {
            "delaySeconds": "UPDATE",
            "fifoQueue": "UPDATE_REPLACE",
            "name": "UPDATE_REPLACE",  # the automatic one, which now ends in .fifo
            'tags["a.b"]': "UPDATE",
            "tags.c": "DELETE",
            "tags.d": "ADD",
        }

    def test_leaves_out_what_is_ignored(self, account: Any) -> None:
        made = account.create(QUEUE, "jobs", {"delaySeconds": 3, "tags": {"a": "1"}})
        changed = {"delaySeconds": 4, "tags": {"a": "2"}}
        assert account.diff(made, changed, ignore=("tags", "tagsAll", "delaySeconds")).changes == 1
        assert list(account.diff(made, changed, ignore=("tags.a", "tagsAll")).diffs) == ["delaySeconds"]

    def test_of_an_unknown_is_a_change(self, account: Any) -> None:
        made = account.create(QUEUE, "jobs", {"kmsMasterKeyId": "alias/aws/sqs"})
        assert list(account.diff(made, {"kmsMasterKeyId": UNKNOWN}).diffs) == ["kmsMasterKeyId"]

    def test_of_the_region_replaces(self, account: Any) -> None:
        made = account.create(QUEUE, "jobs", {})
        assert account.diff(made, {"region": "us-east-1"}).replaces == ["region"]


class TestRegions:
    def test_an_argument_beats_the_provider(self, account: Any, aws_client: Any) -> None:
        made = account.create(QUEUE, "jobs", {"region": "us-east-1"})
        assert made.outputs["region"] == "us-east-1"
        assert aws_client("sqs", "us-east-1").list_queues()["QueueUrls"] == [made.id]
        assert "QueueUrls" not in aws_client("sqs").list_queues()
        account.delete(made)
        assert "QueueUrls" not in aws_client("sqs", "us-east-1").list_queues()

    def test_none_at_all_is_told(self, aws_endpoint: str) -> None:
        with pytest.raises(ProviderError, match="pulumi config set aws:region"):
            AwsProvider(aws_endpoint).Configure(pb.ConfigureRequest(args=encode({})))


class TestPreview:
    def test_creates_nothing(self, account: Any, aws_client: Any) -> None:
        inputs = account.check(URN, {})
        answer = account.provider.Create(pb.CreateRequest(urn=URN, properties=encode(inputs), preview=True))
        assert (answer.id, decode(answer.properties)) == ("", inputs)
        assert "QueueUrls" not in aws_client("sqs").list_queues()

    def test_updates_nothing_and_keeps_known_outputs(self, account: Any) -> None:
        made = account.create(QUEUE, "jobs", {})
        wires = {"olds": encode(made.outputs), "news": encode({"delaySeconds": 9}), "old_inputs": encode(made.inputs)}
        answer = account.provider.Update(pb.UpdateRequest(urn=URN, id=made.id, preview=True, **wires))
        assert decode(answer.properties)["arn"] == made.outputs["arn"]
        assert account.read(made).outputs["delaySeconds"] == 0


class TestMistakes:
    def test_every_one_is_told_at_once(self, account: Any) -> None:
        account.check(URN, {"delaySecond": 3, "visibilityTimeoutSeconds": "soon"})
        assert {path for path, _ in account.failures} == {"delaySecond", "visibilityTimeoutSeconds"}

    def test_an_unsupported_type_says_what_to_add(self, account: Any) -> None:
        urn = URN.replace(QUEUE, "aws:glue/job:Job")
        with pytest.raises(ProviderError, match=re.escape(urn)) as failed:
            account.check(urn, {})
        assert "sandbox/providers/aws/glue.py" in str(failed.value)

    def test_an_unsupported_property_says_so(self, account: Any) -> None:
        account.check("urn:pulumi:dev::strata::aws:kms/key:Key::key", {"customKeyStoreId": "cks-1"})
        assert account.failures[0][0] == "customKeyStoreId"
        assert "sandbox/providers/aws/kms.py" in account.failures[0][1]

    def test_an_unsupported_function_says_what_to_add(self, account: Any) -> None:
        with pytest.raises(ProviderError, match=r"functions/glue\.py"):
            account.invoke("aws:glue/getCatalog:getCatalog", {})

    def test_an_unsupported_setting_of_the_provider(self, account: Any) -> None:
        news = {
            "region": "eu-central-1",
            "version": "7.51.1",
            "ignoreTags": '{"keys": ["a"]}',
            "skipRegionValidation": "true",
        }
        answer = account.provider.CheckConfig(pb.CheckRequest(news=encode(news)))
        assert [failure.property for failure in answer.failures] == ["ignoreTags"]

    def test_a_refusal_of_aws_names_operation_and_code(self, account: Any) -> None:
        with pytest.raises(ProviderError, match=r"^CreateAlias: NotFoundException: .*nothing"):
            account.create("aws:kms/alias:Alias", "key", {"targetKeyId": "nothing"})

    def test_a_server_that_is_gone_says_so(self, unused_endpoint: str) -> None:
        provider = AwsProvider(unused_endpoint, VirtualTime().patience())
        provider.Configure(pb.ConfigureRequest(args=encode({"region": "eu-central-1"})))
        with pytest.raises(ProviderError, match="does not answer; see `strata sandbox status`"):
            provider.Create(pb.CreateRequest(urn=URN, properties=encode({"name": "jobs"})))

    @pytest.mark.parametrize(
        "endpoint", ["https://sqs.eu-central-1.amazonaws.com", "http://10.0.0.1:80", "file:///x", ""]
    )
    def test_anything_but_loopback_is_refused(self, endpoint: str) -> None:
        with pytest.raises(ProviderError, match="loopback only"):
            AwsProvider(endpoint)


class TestHalfMade:
    def test_is_recorded_and_finished_by_the_next_update(self, account: Any, monkeypatch: Any) -> None:
        """A key whose rotation could not be switched on exists all the same."""
        urn = "urn:pulumi:dev::strata::aws:kms/key:Key::key"
        inputs = account.check(urn, {"enableKeyRotation": True})
        with monkeypatch.context() as broken:
            broken.setattr(Key, "_set_rotation", _refuse)
            with pytest.raises(InitializationFailed) as failed:
                account.provider.Create(pb.CreateRequest(urn=urn, properties=encode(inputs)))
        assert failed.value.id
        wires = {name: encode(inputs) for name in ("olds", "news", "old_inputs")}
        answer = account.provider.Update(pb.UpdateRequest(urn=urn, id=failed.value.id, **wires))
        assert decode(answer.properties)["enableKeyRotation"] is True


def test_many_threads_share_the_clients(account: Any) -> None:
    with ThreadPoolExecutor(16) as threads:
        made = list(threads.map(lambda number: account.create(QUEUE, f"jobs-{number}", {}), range(32)))
    assert len({queue.id for queue in made}) == 32


def _key(account: Any) -> Any:
    return account.create("aws:kms/key:Key", "key", {})


def _refuse(*_: object) -> None:
    raise ProviderError("KMS has enough for today")


def test_a_create_under_the_name_of_an_earlier_one_makes_nothing_twice(account: Any) -> None:
    """The engine asks again, under the same name, when the answer got lost: what was made is found, not made again."""
    urn = "urn:pulumi:dev::strata::aws:ec2/vpc:Vpc::network"
    inputs = encode(account.check(urn, {"cidrBlock": "10.0.0.0/16"}))
    made = [
        account.provider.Create(pb.CreateRequest(urn=urn, properties=inputs, resource_status_token=name))
        for name in ("one", "one", "two", "", "")
    ]
    assert made[0] == made[1]
    assert len({answer.id for answer in made}) == 4


def test_a_repeated_create_by_prefix_keeps_its_name(account: Any) -> None:
    urn = "urn:pulumi:dev::strata::aws:sqs/queue:Queue::jobs"
    inputs = encode(account.check(urn, {"namePrefix": "jobs-"}))
    request = pb.CreateRequest(urn=urn, properties=inputs, resource_status_token="one")
    assert account.provider.Create(request).id == account.provider.Create(request).id
