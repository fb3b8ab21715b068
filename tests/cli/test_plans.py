"""Plans of several stacks: which, what is brief about them, what is recorded of a step."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.errors import PlanFailed, UsageError
from cli.planning import plan_stack
from cli.plans.goal import goal_of, key, key_of
from cli.plans.overview import overview
from cli.plans.planning import plan_telling
from cli.plans.recording import Recording
from cli.plans.sealing import Seal
from cli.plans.stacks import chosen
from cli.workspace import Workspace
from engine.resource import ResourceState
from engine.step import Op, Step
from protocol.values import UNKNOWN_WIRE, Secret
from tests.cli.conftest import Small

URN = "urn:pulumi:dev::p::aws:sqs/queue:Queue::q"
PROGRAM = """\
import pulumi, pulumi_aws as aws
class Jobs(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("small:index:Jobs", name)
        own = pulumi.ResourceOptions(parent=self, protect=True)
        aws.kms.Key("key", tags={"team": "research"}, opts=own)
Jobs("jobs")
aws.kms.Key("shared", tags={"owner": "platform"})
aws.sqs.Queue("nobody")
"""


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path / "small")


@pytest.fixture
def workspace(small: Small) -> Workspace:
    return Workspace(small.root, small.home)


def test_stacks_are_chosen_once_each_in_the_order_of_their_names_on_the_line(workspace: Workspace) -> None:
    assert chosen(workspace, ["prod", "dev", "prod"], all_=False) == ["prod", "dev"]
    assert chosen(workspace, ["organization/small/prod", "prod"], all_=False) == ["prod"]
    assert chosen(workspace, None, all_=False) == ["dev"]
    assert chosen(workspace, [], all_=True) == ["dev", "prod"]


def test_a_project_without_stacks(workspace: Workspace) -> None:
    for name in ("dev", "prod"):
        (workspace.root / "stacks" / f"Pulumi.{name}.yaml").unlink()
    with pytest.raises(UsageError, match="no stack file"):
        chosen(workspace, None, all_=True)


def test_an_overview(small: Small, workspace: Workspace) -> None:
    small.program(PROGRAM)
    found = overview(plan_stack(workspace, workspace.stack("dev")))
    assert found.stack == "dev"
    assert found.changes == {"jobs": {"create": 2}, "(stack)": {"create": 2}}
    assert [urn.rpartition("::")[2] for urn in found.protected] == ["key"]
    assert (found.replaced, found.leaving, found.policies) == ({}, (), None)
    assert found.region == "us-east-1"
    assert found.estimate is not None
    assert set(found.costs) == {"jobs", "(stack)"}
    assert set(found.team_costs) == {"research", "platform", "-"}
    total = sum(cost.usd.high for cost in found.costs.values())
    assert total == pytest.approx(found.estimate.total.usd.high)
    assert total == pytest.approx(sum(cost.usd.high for cost in found.team_costs.values()))


def test_without_a_region_there_are_no_costs(small: Small, workspace: Workspace) -> None:
    small.program("import pulumi\npulumi.ComponentResource('a:b:C', 'c')")
    (small.root / "stacks" / "Pulumi.dev.yaml").write_text("config: {}\n")
    found = overview(plan_stack(workspace, workspace.stack("dev")))
    assert (found.estimate, dict(found.costs), dict(found.team_costs)) == (None, {}, {})


def test_a_program_that_fails_tells_everything(small: Small, workspace: Workspace) -> None:
    small.program(
        "import pulumi_aws as aws\naws.sqs.Queue('a', delay_seconds='x')\naws.sqs.Queue('b', delay_seconds='y')"
    )
    with pytest.raises(PlanFailed) as failed:
        plan_stack(workspace, workspace.stack("dev"))
    assert {one for one in "ab" if f"::{one}:" in str(failed.value)} == {"a", "b"}


def test_how_far_it_is_is_told(small: Small, workspace: Workspace) -> None:
    small.program("import pulumi_aws as aws\nfor n in range(45):\n    aws.sqs.Queue(f'q{n}')")
    told: list[int] = []
    plan_telling(workspace, workspace.stack("dev"), told.append)
    assert sorted(told) == [20, 40]


def test_a_recording_is_in_order_and_holds_every_step(small: Small, workspace: Workspace) -> None:
    stack = workspace.stack("dev")
    recording = Recording(stack)
    planned = plan_telling(workspace, stack, lambda _: None, recording)
    content = recording.content(planned.outputs)
    assert {step["urn"] for step in content["steps"]} == set(planned.steps)
    assert [key(step) for step in content["steps"]] == sorted(map(key, content["steps"]))
    assert content["outputs"].keys() == {"bucket", "queue", "token"}
    assert "s3cr3t-output" not in str(content)
    assert Recording(stack).seed == recording.seed


def test_a_goal_holds_what_a_step_is_to_bring_about() -> None:
    seal = Seal(b"key")
    new = ResourceState(
        urn=URN,
        custom=True,
        type="aws:sqs/queue:Queue",
        inputs={"a": 1, "s": Secret("x")},
        parent="urn:stack",
        provider="urn:provider::id",
        dependencies=["b", "a", "a"],
        property_dependencies={"a": ["z", "y"], "b": []},
        protect=True,
        ignore_changes=["a"],
        replacement_trigger="t",
    )
    old = ResourceState(urn=URN, custom=True, type="aws:sqs/queue:Queue", id="id-1")
    step = Step(op=Op.UPDATE, old=old, new=new)
    assert goal_of(step, seal) == {
        "urn": URN,
        "step": "update",
        "type": "aws:sqs/queue:Queue",
        "id": "id-1",
        "inputs": seal.hide(new.inputs),
        "parent": "urn:stack",
        "provider": {"urn": "urn:provider", "id": "id"},
        "dependencies": ["a", "b"],
        "propertyDependencies": {"a": ["y", "z"]},
        "options": {"protect": True, "ignore_changes": ["a"]},
        "replacementTrigger": "t",
    }
    assert key_of(step) == key(goal_of(step, seal)) == (URN, "update", "id-1")
    assert goal_of(Step(op=Op.DELETE, old=old), seal) == {"urn": URN, "step": "delete", "type": old.type, "id": "id-1"}


def test_the_provider_of_a_goal_may_not_be_known_yet() -> None:
    new = ResourceState(urn=URN, custom=True, type="a:b:C", provider=f"urn:provider::{UNKNOWN_WIRE}")
    assert goal_of(Step(op=Op.CREATE, new=new), Seal(b"k"))["provider"] == {"urn": "urn:provider", "id": UNKNOWN_WIRE}
