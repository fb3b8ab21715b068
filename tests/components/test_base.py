"""What every component gets from its base."""

from typing import Any

import pulumi
import pytest
from pulumi_aws import sqs

from components.base import Component
from tests.components.conftest import BringUp

QUEUE = "aws:sqs/queue:Queue"


class Complete(Component):
    url: pulumi.Output[str]
    hidden: str

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        self.hidden = "not an output"
        self.url = sqs.Queue(name, opts=self.child).url
        self.publish()


class Forgetful(Component):
    url: pulumi.Output[str]

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        self.publish()


def test_a_component_has_its_token_its_children_and_its_declared_outputs(up: BringUp) -> None:
    result = up(lambda opts: Complete("jobs", opts=opts))
    component = result.of("strata:index:Complete", "jobs")
    queue = result.of(QUEUE, "jobs")
    assert queue.parent == component.urn
    assert component.outputs == {"url": queue.outputs["url"]}


def test_a_forgotten_output_is_named(up: BringUp) -> None:
    with pytest.raises(AssertionError, match=r"Forgetful\.url is declared but never set"):
        up(lambda opts: Forgetful("jobs", opts=opts))


def test_annotations_that_are_text_are_refused() -> None:
    with pytest.raises(TypeError, match="Late: remove `from __future__ import annotations` from tests"):
        type("Late", (Component,), {"__annotations__": {"url": "pulumi.Output[str]"}, "__module__": "tests"})


def test_children_wait_for_what_their_component_waits_for(up: BringUp) -> None:
    def build(opts: pulumi.ResourceOptions) -> Any:
        first = sqs.Queue("first", opts=opts)
        return Complete("jobs", opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[first])))

    result = up(build)
    assert result.of(QUEUE, "first").urn in result.of(QUEUE, "jobs").dependencies


def test_a_child_can_need_more_than_its_parent(up: BringUp) -> None:
    class Kept(Component):
        def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
            super().__init__(name, opts)
            sqs.Queue(name, opts=self.child_with(protect=True))
            self.publish()

    queue = up(lambda opts: Kept("jobs", opts=opts)).of(QUEUE, "jobs")
    assert queue.protect
    assert queue.parent.endswith("strata:index:Kept::jobs")
