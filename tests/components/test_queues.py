"""Queues: the way of a job from its submission to the nodes it runs on."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.kueue_values import VALUES
from components.queues import Queues, QueuesArgs
from tests.components.surroundings import bring_up, key
from tests.harness import Deployer, Result

API = "kubernetes:kueue.x-k8s.io/v1beta2"
SETTINGS: dict[str, Any] = {
    "jobs": [{"name": "train"}, {"name": "eval"}],
    "alarm_emails": ["on-call@example.com"],
    "teams": [
        {"name": "vision", "quotas": {"cpu": {"cpus": 8, "memory_gib": 32}}},
        {
            "name": "ranking",
            "quotas": {"gpu": {"cpus": 16, "memory_gib": 64, "gpus": 4}},
        },
    ],
}


def make(deploy: Deployer, settings: dict[str, Any]) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        queues = Queues("queues", QueuesArgs.model_validate(settings), key=key("queues", opts), opts=opts)
        pulumi.export("local_queues", queues.local_queues)
        pulumi.export("urls", queues.urls)
        pulumi.export("dead_letter_urls", queues.dead_letter_urls)
        pulumi.export("alarm_topic_arn", queues.alarm_topic_arn)

    return bring_up(deploy, build)


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    return make(deploy_once, SETTINGS)


def test_each_job_queue_has_its_dead_letters(made: Result) -> None:
    assert made.names("aws:sqs/queue:Queue") == {
        "queues-train",
        "queues-train-dead",
        "queues-eval",
        "queues-eval-dead",
    }
    for output, suffix in (("urls", ""), ("dead_letter_urls", "-dead")):
        assert made.summary.outputs[output] == {
            name: made.outputs("aws:sqs/queue:Queue", f"queues-{name}{suffix}")["url"] for name in ("train", "eval")
        }


def test_dead_letters_of_every_queue_are_told_to_one_topic(made: Result) -> None:
    arn = made.outputs("aws:sns/topic:Topic", "queues-alarms")["arn"]
    alarm = "aws:cloudwatch/metricAlarm:MetricAlarm"
    assert made.names(alarm) == {"queues-train-dead", "queues-eval-dead"}
    assert [made.inputs(alarm, name)["alarmActions"] for name in sorted(made.names(alarm))] == [[arn], [arn]]
    assert made.names("aws:sns/topicSubscription:TopicSubscription") == {"queues-alarms-on-call@example.com"}
    assert made.summary.outputs["alarm_topic_arn"] == arn


def test_a_topic_that_is_there_already_is_told_instead(deploy: Deployer) -> None:
    there = "arn:aws:sns:eu-central-1:123456789012:on-call"
    made = make(deploy, {"alarm_topic_arn": there})
    assert made.names("aws:sns/topic:Topic") == set()
    assert made.inputs("aws:cloudwatch/metricAlarm:MetricAlarm", "queues-training-dead")["alarmActions"] == [there]
    assert made.summary.outputs["alarm_topic_arn"] == there


def test_each_team_has_a_namespace_a_share_and_a_queue(made: Result) -> None:
    teams = {"queues-team-vision", "queues-team-ranking"}
    assert made.names("kubernetes:core/v1:Namespace") == teams | {"queues-kueue"}
    assert made.names(f"{API}:ClusterQueue") == teams
    assert made.names(f"{API}:LocalQueue") == teams
    assert made.summary.outputs["local_queues"] == {"vision": "team-vision/default", "ranking": "team-ranking/default"}


def test_flavors_priorities_and_the_cohort_are_shared(made: Result) -> None:
    assert made.names(f"{API}:ResourceFlavor") == {"queues-flavor-cpu", "queues-flavor-gpu"}
    assert made.names(f"{API}:WorkloadPriorityClass") == {
        "queues-priority-low",
        "queues-priority-normal",
        "queues-priority-high",
    }
    assert made.names(f"{API}:Cohort") == {"queues-cohort"}


def test_by_default_there_is_one_queue_two_flavors_and_three_priorities() -> None:
    args = QueuesArgs()
    assert [job.name for job in args.jobs] == ["training"]
    assert [(flavor.name, flavor.pool, flavor.gpu) for flavor in args.flavors] == [
        ("cpu", None, False),
        ("gpu", "training", True),
    ]
    assert {priority.name: priority.value for priority in args.priorities} == {"low": -1000, "normal": 0, "high": 1000}


def test_priorities_and_shares_say_what_the_settings_say(made: Result) -> None:
    values = {
        name: made.inputs(f"{API}:WorkloadPriorityClass", f"queues-priority-{name}")["value"]
        for name in ("low", "normal", "high")
    }
    assert values == {"low": -1000, "normal": 0, "high": 1000}
    (group,) = made.inputs(f"{API}:ClusterQueue", "queues-team-ranking")["spec"]["resourceGroups"]
    # The team has no share of the other flavor, so its jobs are never sent there.
    (offered,) = group["flavors"]
    assert offered["name"] == "gpu"
    assert {share["name"]: share["nominalQuota"] for share in offered["resources"]} == {
        "cpu": "16",
        "memory": "64Gi",
        "nvidia.com/gpu": "4",
    }


def test_kueue_is_installed_with_its_values(made: Result) -> None:
    release = made.inputs("kubernetes:helm.sh/v3:Release", "queues-kueue-kueue")
    assert release["values"] == VALUES


def test_a_share_waits_for_kueue_and_for_what_it_refers_to(made: Result) -> None:
    needed = {
        made.of("kubernetes:helm.sh/v3:Release", "queues-kueue-kueue").urn,
        made.of(f"{API}:Cohort", "queues-cohort").urn,
        made.of(f"{API}:ResourceFlavor", "queues-flavor-gpu").urn,
    }
    assert needed <= set(made.of(f"{API}:ClusterQueue", "queues-team-ranking").dependencies)


def test_everything_belongs_to_the_component(made: Result) -> None:
    component = made.of("strata:index:Queues", "queues").urn
    outside = {"pulumi:pulumi:Stack", "pulumi:providers:aws", "pulumi:providers:kubernetes", "strata:index:Queues"}
    owned = [made_one for made_one in made.resources if made_one.type not in outside and "::key-" not in made_one.urn]
    assert {made_one.parent for made_one in owned} == {component}


def test_a_platform_without_teams_has_queues_but_no_shares(deploy: Deployer) -> None:
    made = make(deploy, {})
    assert made.names("aws:sqs/queue:Queue") == {"queues-training", "queues-training-dead"}
    assert made.names(f"{API}:ClusterQueue") == set()
    assert made.summary.outputs["local_queues"] == {}


def test_a_second_up_changes_nothing_and_a_new_team_adds_only_its_own(deploy: Deployer) -> None:
    make(deploy, SETTINGS)
    assert make(deploy, SETTINGS).steps("create", "update", "replace", "delete") == set()
    more = SETTINGS | {
        "teams": [*SETTINGS["teams"], {"name": "speech", "quotas": {"cpu": {"cpus": 1, "memory_gib": 1}}}]
    }
    changed = make(deploy, more).steps("create", "update", "replace", "delete")
    assert {name for _, name in changed} == {
        "queues-team-speech",
        "queues-team-speech-closed",
        "queues-team-speech-limits",
        "queues-team-speech-priority",
        "queues-team-speech-quota",
        "queues-team-speech-training",
    }


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"jobs": [{"name": "a"}, {"name": "a"}]}, "jobs: each name once, got 'a' again"),
        ({"alarm_emails": ["a@b.c", "a@b.c"]}, "alarm_emails: each name once, got 'a@b.c' again"),
        ({"alarm_emails": ["on-call"]}, "String should match pattern"),
        (
            {"alarm_topic_arn": "arn:aws:sns:eu-central-1:123456789012:on-call", "alarm_emails": ["a@b.c"]},
            "alarm_emails: none beside alarm_topic_arn; subscribe them to that topic yourself",
        ),
        (
            {"teams": [{"name": "a", "quotas": {"gpus": {"cpus": 1, "memory_gib": 1}}}]},
            "teams.a.quotas: one of cpu, gpu, got 'gpus'",
        ),
        (
            {"teams": [{"name": "a", "quotas": {"cpu": {"cpus": 1, "memory_gib": 1, "gpus": 1}}}]},
            "teams.a.quotas.cpu.gpus: 0, since the flavor has no GPUs, got 1",
        ),
        (
            {"priorities": [{"name": "low", "value": 1}, {"name": "low", "value": 2}]},
            "priorities: each name once, got 'low' again",
        ),
    ],
)
def test_what_does_not_fit_together_is_told(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as told:
        QueuesArgs.model_validate(settings)
    assert message in str(told.value)


def test_every_mistake_is_told_at_once() -> None:
    shares = {"tpu": {"cpus": 1, "memory_gib": 1}, "cpu": {"cpus": 1, "memory_gib": 1, "gpus": 1}}
    wrong = {"name": "a", "quotas": shares}
    with pytest.raises(ValidationError) as told:
        QueuesArgs.model_validate({"teams": [wrong, wrong]})
    text = str(told.value)
    assert "each name once" in text
    assert "'tpu'" in text
    assert "has no GPUs" in text
