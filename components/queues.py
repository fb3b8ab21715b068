"""Training queues: SQS as the front door, Kueue behind it, each team with its share of the cluster."""

from typing import Annotated, Any, Self

import pulumi
from pulumi_aws import kms
from pydantic import Field, model_validator

from components import kueue
from components.alarm_topic import alarm_topic
from components.base import Component
from components.charts import Chart
from components.custom_resource import name_of
from components.job_queue import JobQueueArgs, job_queue
from components.kueue import Flavor, Priority, WorkloadPriorityClass
from components.kueue_values import VALUES
from components.operators import operator
from components.settings import Section
from components.teams import Team, team_namespace


class QueuesArgs(Section):
    """Training queues."""

    jobs: list[JobQueueArgs] = Field(default=[JobQueueArgs(name="training")])
    """SQS queues through which jobs come in."""
    alarm_topic_arn: str | None = Field(default=None, pattern=r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:\S+$")
    """A topic that is told about dead letters; unset: one is made."""
    alarm_emails: list[Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]] = Field(default=[])
    """Addresses that the topic made tells, once they have confirmed that they want it."""
    flavors: list[Flavor] = Field(
        default=[Flavor(name="cpu"), Flavor(name="gpu", pool="training", gpu=True)], min_length=1
    )
    """Kinds of nodes, in the order in which a job tries them."""
    priorities: list[Priority] = Field(
        default=[
            Priority(name="low", value=-1000),
            Priority(name="normal", value=0),
            Priority(name="high", value=1000),
        ],
        min_length=1,
    )
    """What a job can name in its label `kueue.x-k8s.io/priority-class`; else it is 0."""
    teams: list[Team] = Field(default=[])
    """Who sends jobs, and the share that each is sure of."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        mistakes = [*self._repeated(), *self._unknown()]
        if self.alarm_topic_arn and self.alarm_emails:
            mistakes.append("alarm_emails: none beside alarm_topic_arn; subscribe them to that topic yourself")
        if mistakes:
            raise ValueError("; ".join(mistakes))
        return self

    def _repeated(self) -> list[str]:
        names = {
            "alarm_emails": self.alarm_emails,
            "jobs": [job.name for job in self.jobs],
            "flavors": [flavor.name for flavor in self.flavors],
            "priorities": [priority.name for priority in self.priorities],
            "teams": [team.name for team in self.teams],
        }
        return [
            f"{setting}: each name once, got {name!r} again"
            for setting, given in names.items()
            for name in sorted({name for name in given if given.count(name) > 1})
        ]

    def _unknown(self) -> list[str]:
        flavors = {flavor.name: flavor for flavor in self.flavors}
        mistakes = []
        for team in self.teams:
            where = f"teams.{team.name}"
            for name, quota in team.quotas.items():
                if name not in flavors:
                    mistakes.append(f"{where}.quotas: one of {', '.join(sorted(flavors))}, got {name!r}")
                elif quota.gpus and not flavors[name].gpu:
                    mistakes.append(f"{where}.quotas.{name}.gpus: 0, since the flavor has no GPUs, got {quota.gpus}")
        return mistakes


class Queues(Component):
    """The way of a job from its submission to the nodes it runs on."""

    urls: pulumi.Output[dict[str, str]]
    """URL of each SQS queue, by its name in the settings."""
    dead_letter_urls: pulumi.Output[dict[str, str]]
    """URL of the dead letters of each SQS queue."""
    alarm_topic_arn: pulumi.Output[str]
    """Where alarms on dead letters go."""
    local_queues: pulumi.Output[dict[str, str]]
    """`<namespace>/<queue>` of each team, by its name."""

    def __init__(
        self,
        name: str,
        args: QueuesArgs,
        *,
        key: kms.Key,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        topic_arn: pulumi.Input[str] = (
            args.alarm_topic_arn
            or alarm_topic(f"{name}-alarms", key=key, emails=args.alarm_emails, opts=self.child).arn
        )
        made = {
            job.name: job_queue(f"{name}-{job.name}", job, key=key, alarm_topic_arn=topic_arn, opts=self.child)
            for job in args.jobs
        }
        self.alarm_topic_arn = pulumi.Output.from_input(topic_arn)
        self.urls = pulumi.Output.from_input({called: queue.live.url for called, queue in made.items()})
        self.dead_letter_urls = pulumi.Output.from_input({called: queue.dead.url for called, queue in made.items()})
        self.local_queues = self._share(name, args)
        self.publish()

    def _share(self, name: str, args: QueuesArgs) -> pulumi.Output[dict[str, str]]:
        installed = operator(f"{name}-kueue", {Chart.KUEUE: VALUES}, opts=self.child)
        served = self.child_with(depends_on=[installed])
        for priority in args.priorities:
            WorkloadPriorityClass(f"{name}-priority-{priority.name}", priority, opts=served)
        flavors = [kueue.flavor(f"{name}-flavor-{flavor.name}", flavor, opts=served) for flavor in args.flavors]
        cohort = kueue.cohort(f"{name}-cohort", opts=served)
        shared = self.child_with(depends_on=[installed, cohort, *flavors])
        local_queues: dict[str, Any] = {}
        for team in args.teams:
            inside = team_namespace(f"{name}-team-{team.name}", team, opts=self.child).metadata.name
            share = kueue.cluster_queue(f"{name}-team-{team.name}", team, args.flavors, opts=shared)
            queue = kueue.local_queue(
                f"{name}-team-{team.name}", team, inside=inside, opts=self.child_with(depends_on=[installed, share])
            )
            local_queues[team.name] = pulumi.Output.concat(inside, "/", name_of(queue))
        return pulumi.Output.from_input(local_queues)
