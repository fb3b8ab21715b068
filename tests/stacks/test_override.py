"""Prod comes down for a reason alone: its stack file is not touched, and Object Lock holds."""

from __future__ import annotations

import json

import pytest

from cli.kept import Keep, kept
from cli.override import LIFTED
from cli.protection import in_the_way
from engine import Operation
from protocol.values import UNKNOWN_WIRE
from tests.stacks.conftest import Platform
from tests.stacks.inventory import everything

CONFIG = {LIFTED: json.dumps({"deletion": "prod moves to another account"})}


def lift(platform: Platform, staying: set[str]) -> set[str]:
    """Unprotect what is in the way; the names of what was."""
    protected = in_the_way(platform.resources("prod"), staying)
    targets = tuple(state.urn for state in protected)
    _, changes = platform(Operation.UP, "prod", config=CONFIG, targets=targets)
    assert {op for op, _, _ in changes} <= {"update"}
    assert in_the_way(platform.resources("prod"), staying) == []
    return {state.name for state in protected}


def test_prod_goes_in_two_steps_first_the_platform_then_the_data(platform: Platform) -> None:
    """The second step finds a program most of whose resources are gone, and makes none of them anew."""
    before = everything(platform.client)
    written = platform.stack_file("prod").read_bytes()
    platform(Operation.UP, "prod")
    stay = kept(platform.resources("prod"), Keep.DATA)
    assert lift(platform, set(stay.reasons)) == {"cluster-control-plane", "keys-cluster", "keys-queues"}
    platform(Operation.DESTROY, "prod", excluded=tuple(stay.excluded))

    left = {state.urn for state in platform.resources("prod")}
    assert left == set(stay.reasons)
    assert lift(platform, set()) >= {"storage-raw", "tracking-database", "keys-database", "registry-serving"}
    assert {state.urn for state in platform.resources("prod")} == left
    assert UNKNOWN_WIRE not in (platform.folder / "state/.pulumi/stacks/strata/prod.json").read_text()
    platform(Operation.DESTROY, "prod")
    assert platform.resources("prod") == []
    # The settings ask for a last snapshot of the database, and that is all that is left.
    ((kind, name),) = everything(platform.client) - before
    assert (kind, name.endswith("-final")) == ("rds DBSnapshots", True)
    assert platform.stack_file("prod").read_bytes() == written


def test_locked_evidence_outlives_every_override(platform: Platform) -> None:
    outputs = platform(Operation.UP, "prod")[0].outputs
    bucket = outputs["buckets"]["audit"]
    platform.client("s3").put_object(Bucket=bucket, Key="evidence", Body=b"{}")
    lift(platform, set())
    with pytest.raises(AssertionError, match="storage-audit"):
        platform(Operation.DESTROY, "prod")
    assert platform.client("s3").get_object(Bucket=bucket, Key="evidence")["Body"].read() == b"{}"
    assert "storage-audit" in {state.name for state in platform.resources("prod")}
