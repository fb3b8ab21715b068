"""A bill is the sum of its components, and of its teams; figures survive their file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.cost.bill import Bill, declarations, named
from cli.cost.figures import Figures
from cli.cost.settings import CostSettings
from cli.errors import UsageError
from cli.planned_resources import NO_COMPONENT, NO_TEAM
from cli.render.cost import bill_json
from costs import Assumptions, Prices
from engine.resource import ResourceState

SETTINGS = CostSettings(Assumptions(), Prices.load())


def state(token: str, name: str, *, parent: str = "", custom: bool = True, **inputs: object) -> ResourceState:
    return ResourceState(
        urn=f"urn:pulumi:dev::p::{token}::{name}", type=token, custom=custom, parent=parent, inputs=dict(inputs)
    )


ROOT = state("pulumi:pulumi:Stack", "p-dev", custom=False)
QUEUES = state("x:index:Queues", "queues", custom=False, parent=ROOT.urn)
QUEUE = state("aws:sqs/queue:Queue", "jobs", parent=QUEUES.urn, tags={"team": "research"})
KEY = state("aws:kms/key:Key", "key", parent=ROOT.urn, tags={"owner": "platform"})
FAR = state("aws:sqs/queue:Queue", "far", parent=QUEUES.urn, region="eu-west-3")
BILL = Bill.of("dev", [ROOT, QUEUES, QUEUE, KEY, FAR], "us-east-1", SETTINGS)


def test_it_is_told_by_component_and_by_team() -> None:
    components, teams = BILL.by(BILL.components), BILL.by(BILL.teams)
    assert {name: one.usd.low for name, one in components.items()} == {NO_COMPONENT: 1.0, "queues": 0.0}
    assert [len(one.unknown) for one in components.values()] == [0, 1]
    assert list(teams) == ["platform", "research", NO_TEAM]
    assert sum(one.usd.high for one in teams.values()) == pytest.approx(BILL.estimate.total.usd.high)


def test_neither_components_nor_what_is_only_waiting_for_its_deletion_cost_anything() -> None:
    going = state("aws:kms/key:Key", "going")
    going.delete = True
    read = state("aws:kms/key:Key", "read")
    read.external = True
    assert [one.name for one in declarations([ROOT, QUEUES, QUEUE, going, read])] == ["jobs"]


def test_figures_are_the_same_after_their_file(tmp_path: Path) -> None:
    file = tmp_path / "before.json"
    file.write_text(json.dumps(bill_json(BILL, None, ())))
    read, own = Figures.read(file), BILL.figures()
    assert read.total.low == own.total.low
    assert read.total.high == pytest.approx(own.total.high)
    assert read.unknown == own.unknown == {"far: requests"}
    assert read.components.keys() == own.components.keys()
    assert named(BILL.unknown[0]) == "far: requests"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"total": 5}', '{"stack":"x","unknown":[],"components":{},"total":{"low":2,"high":1}}']
)
def test_a_file_that_holds_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "before.json"
    file.write_text(text)
    with pytest.raises(UsageError, match="is nothing that `strata cost STACK --json` wrote"):
        Figures.read(file)
