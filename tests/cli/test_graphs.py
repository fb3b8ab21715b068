"""A stack's resources as nodes and edges: with findings and costs, without anything secret."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.errors import UsageError
from cli.graphs.costs import costs_of
from cli.graphs.findings import findings_of
from cli.graphs.nodes import edges_of, nodes_of
from cli.graphs.sources import recorded_graph
from cli.workspace import Workspace
from engine.resource import ResourceState
from graph import Edge, Graph, Kind, Node
from graph.mermaid import as_mermaid
from graph.page import as_html
from graph.record import record
from graph.svg import as_svg
from protocol.values import UNKNOWN, Secret
from tests.cli.conftest import Small
from tests.secrecy import NASTY, found_in

FORMS: list[Callable[[Graph], str]] = [
    as_html,
    lambda graph: as_svg(graph, 9),
    lambda graph: as_mermaid(graph, 9),
    lambda graph: json.dumps(record(graph)),
]


def state(name: str, inputs: dict[str, Any] | None = None, **more: Any) -> ResourceState:
    given: dict[str, Any] = {"custom": True, "type": "aws:sqs/queue:Queue", "inputs": inputs or {}} | more
    return ResourceState(urn=f"urn:pulumi:dev::p::{given['type']}::{name}", **given)


def nodes(*states: ResourceState) -> list[Node]:
    return list(nodes_of(states, {}, {}, {}))


def shown(*states: ResourceState) -> Graph:
    return Graph.of("p/dev", "planned", nodes(*states), edges_of(states))


def test_secret_and_unknown_values_are_named_as_such() -> None:
    (one,) = nodes(state("q", {"a": Secret({"b": "c"}), "d": [UNKNOWN, 1], "e": "f"}))
    assert one.properties == {"a": "[secret]", "d": ["[unknown]", 1], "e": "f"}


def test_outputs_are_what_the_inputs_do_not_say() -> None:
    (one,) = nodes(state("q", {"a": 1, "b": 2}, outputs={"a": 1, "b": 3, "arn": "x", "url": UNKNOWN, "no": None}))
    assert one.outputs == {"b": 3, "arn": "x"}


def test_what_repeats_a_secret_is_hidden_too() -> None:
    secret = 'pass"word-1'
    encoded = base64.b64encode(secret.encode()).decode()
    told = {"url": f"db://u:{secret}@h", "json": json.dumps({"p": secret}), "b64": encoded, secret: 1, "short": "a1"}
    one, other = nodes(state("q", {"p": Secret(secret), "s": Secret("a1")}), state("r", told))
    assert found_in(json.dumps([one.properties, other.properties]), [secret]) == []
    assert other.properties["url"] == "db://u:[secret]@h"
    assert other.properties["short"] == "a1"


secrets = st.one_of(st.sampled_from(sorted(NASTY.values())), st.text(min_size=1).map(lambda text: f"s3cr3t-{text}"))


@given(secrets, st.integers(0, 4))
def test_no_form_holds_a_secret(secret: str, depth: int) -> None:
    value: Any = Secret(secret)
    for place in range(depth):
        value = {"of": value} if place % 2 else [value, "plain"]
    encoded = base64.b64encode(secret.encode(errors="replace")).decode()
    graph = shown(
        state("q", {"password": value, "also": Secret({secret: [secret]})}, outputs={"password": value}),
        state("r", {"url": f"x{secret}y", "data": {"p": encoded}, "document": json.dumps({"p": secret})}),
    )
    for form in FORMS:
        assert found_in(form(graph), [secret]) == []


def test_edges_say_by_which_property_and_what_is_left() -> None:
    key, bucket = state("k"), state("b")
    provider = state("p", type="pulumi:providers:aws")
    one = state(
        "q",
        dependencies=[key.urn, bucket.urn],
        property_dependencies={"kmsKeyId": [key.urn], "alias": [key.urn], "name": []},
        provider=f"{provider.urn}::id",
    )
    assert list(edges_of([one])) == [
        Edge(source=one.urn, target=key.urn, kind=Kind.PROPERTY, labels=("alias", "kmsKeyId")),
        Edge(source=one.urn, target=bucket.urn, kind=Kind.DEPENDS_ON),
        Edge(source=one.urn, target=provider.urn, kind=Kind.PROVIDER),
    ]


def test_the_engines_own_providers_are_no_part_of_it() -> None:
    one = state("q", provider="urn:pulumi:dev::p::pulumi:providers:aws::default_7_1_0::id")
    assert list(edges_of([one])) == []


@pytest.fixture
def workspace(fresh: Small, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(fresh.root)
    monkeypatch.delenv("STRATA_HOME", raising=False)
    return Workspace.find()


def test_findings_are_those_of_the_check_with_their_waivers(workspace: Workspace) -> None:
    queue = state("jobs", {"delaySeconds": 0})
    found = findings_of(workspace.stack("dev"), [queue])[queue.urn]
    assert {one.outcome for one in found} == {"violated"}
    rule = found[0].rule
    waiver = {
        "rule": rule,
        "urn": queue.urn,
        "reason": "known",
        "owner": "us",
        "ticket": "T-1",
        "expires": "2999-01-01",
    }
    (Path("stacks") / "waivers.yaml").write_text(json.dumps({"waivers": [waiver]}))
    again = findings_of(workspace.stack("dev"), [queue])[queue.urn]
    waived = [one for one in again if one.outcome == "waived"]
    assert [one.rule for one in waived] == [rule]
    assert "known (T-1)" in waived[0].detail


def test_costs_have_their_sources_and_what_has_no_price_says_why(workspace: Workspace) -> None:
    key = state("key", type="aws:kms/key:Key")
    odd = state("odd", type="aws:odd/thing:Thing")
    costs, notes = costs_of(workspace.stack("dev"), [key, odd])
    assert costs[key.urn].low == 1
    assert any("https://" in source for source in costs[key.urn].sources)
    assert (costs[odd.urn].low, costs[odd.urn].high) == (None, None)
    assert costs[odd.urn].why
    assert any("730 hours" in note for note in notes)


def test_without_a_region_no_cost_is_guessed(workspace: Workspace) -> None:
    (Path("stacks") / "Pulumi.dev.yaml").write_text("config: {}\n")
    costs, notes = costs_of(workspace.stack("dev"), [state("key", type="aws:kms/key:Key")])
    assert costs == {}
    assert "names no aws:region" in notes[0]


def test_nothing_on_record_is_told(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="nothing is on record of prod"):
        recorded_graph(workspace, "prod")
