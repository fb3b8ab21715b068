"""What a destroy leaves alone: as the official engine's `--exclude`, the excluded and everything that they need."""

from __future__ import annotations

import json

import pytest

from engine import Operation
from engine.exclusion import spared
from engine.resource import ResourceState
from engine.targets import Targets
from tests.engine.memory_provider import Cloud, failing
from tests.engine.programs import Group, Item, Source, options, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"
STACK = urn_of("strata-test", "pulumi:pulumi:Stack")


def program() -> None:
    """Data in a component, encrypted by a key in another; a reader of the data, and a bystander."""
    source = Source("source")
    group = Group("lake")
    key = Item("key", options(parent=Group("keys"), provider=source))
    bucket = Item("bucket", options(parent=group, provider=source, protect=True), key=key.number)
    Item("reader", options(depends_on=[bucket], provider=source))
    Item("bystander", options(parent=group, provider=source))


def bucket_of(stack: Deployer) -> str:
    """The URN of the data."""
    return next(state.urn for state in stack.resources() if state.name == "bucket")


def test_what_is_excluded_stays_with_all_it_needs_and_the_rest_goes(stack: Deployer, cloud: Cloud) -> None:
    """Parents, dependencies and providers stay; dependents and siblings go. Protection is no obstacle: it stays."""
    stack(program)
    result = stack(None, operation=Operation.DESTROY, excluded=(bucket_of(stack),))
    assert cloud.names() == {"key", "bucket"}
    assert {state.name for state in result.resources} == {"strata-test", "source", "lake", "keys", "key", "bucket"}
    assert result.summary.changes == {"delete": 2}


def test_the_next_up_goes_on_with_what_stayed(stack: Deployer, cloud: Cloud) -> None:
    stack(program)
    before = {state.urn: state.id for state in stack.resources() if state.name in ("bucket", "key", "source")}
    stack(None, operation=Operation.DESTROY, excluded=(bucket_of(stack),))
    result = stack(program)
    assert result.summary.changes == {"same": 6, "create": 2}
    assert {state.urn: state.id for state in result.resources if state.urn in before} == before


def test_why_something_stays(stack: Deployer) -> None:
    """Each has the excluded resource that it is needed by; what is excluded stays for its own sake."""
    resources = stack(program).resources
    reasons = {
        urn.rpartition("::")[2]: why.rpartition("::")[2] for urn, why in _spared(resources, "**::bucket").items()
    }
    assert reasons == dict.fromkeys(("strata-test", "source", "lake", "keys", "key", "bucket"), "bucket")
    own = _spared(resources, "**::bucket", "**::key")
    assert own[next(urn for urn in own if urn.endswith("::key"))].endswith("::key")
    assert _spared(resources) == {}


def _spared(resources: list[ResourceState], *patterns: str) -> dict[str, str]:
    return spared(resources, Targets(patterns))


def test_what_was_replaced_stays_beside_its_replacement(stack: Deployer, cloud: Cloud) -> None:
    """The old one may hold the data still."""
    stack(lambda: Item("bucket", replaceMe=1))
    cloud.failures = failing(("delete", "bucket"))
    stack(lambda: Item("bucket", replaceMe=2), succeeds=False)
    cloud.failures = failing()
    assert len(cloud.resources) == 2
    stack(None, operation=Operation.DESTROY, excluded=("**::bucket",))
    assert len(cloud.resources) == 2
    stack(None, operation=Operation.DESTROY)
    assert cloud.resources == {}


def test_an_exclusion_that_matches_nothing_stops_everything(stack: Deployer, cloud: Cloud) -> None:
    stack(lambda: Item("bucket"))
    result = stack(None, operation=Operation.DESTROY, excluded=("**::bukcet",), succeeds=False)
    assert result.summary.errors == ["no resource of the stack matches the exclusion **::bukcet; nothing was deleted"]
    assert cloud.names() == {"bucket"}


@pytest.mark.parametrize(
    ("operation", "targets"), [(Operation.UP, ()), (Operation.REFRESH, ()), (Operation.DESTROY, ("**::bucket",))]
)
def test_where_an_exclusion_would_not_be_heeded_it_is_refused(
    stack: Deployer, cloud: Cloud, operation: Operation, targets: tuple[str, ...]
) -> None:
    stack(lambda: Item("bucket"))
    result = stack(lambda: None, operation=operation, excluded=("**::bucket",), targets=targets, succeeds=False)
    assert result.summary.errors == ["only a destroy, and one without targets, can exclude resources"]
    assert cloud.names() == {"bucket"}


def test_a_preview_of_it_changes_nothing(stack: Deployer, cloud: Cloud) -> None:
    stack(program)
    before = [state.urn for state in stack.resources()]
    result = stack(None, operation=Operation.DESTROY, excluded=(bucket_of(stack),), dry_run=True)
    assert result.summary.changes == {"delete": 2}
    assert [state.urn for state in result.resources] == before


def test_the_reason_is_in_the_history(stack: Deployer) -> None:
    stack(lambda: Item("bucket"), message="the account is closed")
    (entry,) = (stack.folder / "state").rglob("*.history.json")
    assert json.loads(entry.read_text())["message"] == "the account is closed"
