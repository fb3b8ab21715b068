"""The JSON Schema of the stack files is fresh, says all of every setting, and is never stricter than the program."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from components.gpu import GpuArgs
from components.network import NetworkArgs
from components.pools import CHEAPEST_FIRST

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "schema.py"))
SCHEMA: dict[str, Any] = json.loads((ROOT / SCRIPT["FILE"]).read_text())
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
CASES = sorted((ROOT / "tests" / "stacks" / "cases").glob("*.error.*.yaml"))
FOR_THE_PROGRAM = {
    "dev.error.bad_cidr",
    "dev.error.public_cidr",
    "dev.error.small_cidr",
    "prod.error.admin_is_no_arn",
    "prod.error.api_open_to_everybody",
    "prod.error.duplicate_endpoints",
    "prod.error.endpoint_in_unknown_pool",
    "prod.error.endpoint_without_image",
    "prod.error.evidence_deleted_while_locked",
    "prod.error.fewer_nodes_than_least",
    "prod.error.flavor_of_a_pool_that_is_gone",
    "prod.error.inference_kept_too_short",
    "staging.error.capacity_out_of_order",
    "staging.error.database_shrinks",
    "staging.error.duplicate_keys_in_yaml",
    "staging.error.duplicate_pools",
    "staging.error.duplicate_teams",
    "staging.error.pool_called_system",
    "staging.error.pool_without_gpus",
    "staging.error.reserved_without_reservations",
    "staging.error.unknown_flavor",
}
"""Malformed stack files that only the program finds: what depends on other settings, or is judged by a function."""


def mistakes(document: Any) -> list[str]:
    """What the schema finds."""
    return [error.message for error in VALIDATOR.iter_errors(document)]


def config(**sections: Any) -> dict[str, Any]:
    """A stack file with these sections."""
    tags = {"owner": "a", "cost_center": "b"}
    written = {f"strata:{name}": section for name, section in sections.items()}
    return {"config": {"aws:region": "eu-central-1", "strata:tags": tags, **written}}


def settings(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every setting, with the path to it."""
    if not isinstance(node, dict):
        return
    for name, inner in node.get("properties", {}).items():
        yield f"{path}.{name}", inner
        yield from settings(inner, f"{path}.{name}")
    for below in ("items", "additionalProperties"):
        yield from settings(node.get(below), f"{path}[]")


def test_it_is_fresh() -> None:
    (text,) = SCRIPT["pages"]().values()
    assert (ROOT / SCRIPT["FILE"]).read_text() == text, "type `.venv/bin/python scripts/schema.py`"


def test_it_is_a_schema_without_references() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert "$ref" not in json.dumps(SCHEMA)


def test_every_setting_says_what_it_is() -> None:
    found = dict(settings(SCHEMA))
    assert len(found) > 100
    assert [path for path, one in found.items() if not one.get("title") or not one.get("description")] == []
    kinds = ("type", "enum", "const", "anyOf", "properties")
    assert [path for path, one in found.items() if not any(kind in one for kind in kinds)] == []


def test_units_ranges_defaults_and_choices() -> None:
    found = dict(settings(SCHEMA["properties"]["config"]))
    assert found[".strata:tracking.database.storage_gib_max"].items() >= {
        "title": "Storage max (GiB)", "default": 200, "minimum": 22, "maximum": 65536, "type": "integer"
    }.items()  # fmt: skip
    assert (
        found[".strata:network.nat"].items() >= {"default": "per_zone", "enum": ["per_zone", "single", "none"]}.items()
    )
    assert found[".strata:queues.jobs[].visibility_timeout_s"]["title"] == "Visibility timeout (seconds)"
    # As it stands in the code, without what the item has by default itself.
    assert found[".strata:gpu.pools"]["default"][0] == {"name": "training"}


def test_every_section_of_the_program_is_there_but_that_of_one_run() -> None:
    declared = set(yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"])
    sections = {key for key in SCHEMA["properties"]["config"]["properties"] if key.startswith("strata:")}
    assert sections == declared - {"strata:override"}


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_our_own_stack_files_are_valid_and_name_it(stack: str) -> None:
    file = ROOT / "stacks" / f"Pulumi.{stack}.yaml"
    assert mistakes(yaml.safe_load(file.read_text())) == []
    named = file.read_text().splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    assert (file.parent / named).resolve() == ROOT / SCRIPT["FILE"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_malformed_stack_files_are_caught_where_a_schema_can(case: Path) -> None:
    try:
        document = yaml.safe_load(case.read_text())
    except yaml.YAMLError:
        return  # an editor says so without a schema
    assert bool(mistakes(document)) == (case.stem not in FOR_THE_PROGRAM)


def test_how_many_are_caught() -> None:
    assert (len(CASES), len(FOR_THE_PROGRAM)) == (67, 21)
    assert {case.stem for case in CASES} >= FOR_THE_PROGRAM


POOL = st.fixed_dictionaries(
    {"name": st.just("a")},
    optional={
        "capacity": st.lists(st.sampled_from([one.value for one in CHEAPEST_FIRST]), max_size=3),
        "reservations": st.lists(st.just("cr-1"), max_size=1),
        "gpus_max": st.integers(0, 3),
        "reasons": st.dictionaries(
            st.sampled_from(["capacity", "gpus_max"]), st.sampled_from(["why", " "]), max_size=1
        ),
    },
)
NETWORK = st.fixed_dictionaries(
    {},
    optional={
        "nat": st.sampled_from(["per_zone", "single", "none", "many"]),
        "zones": st.integers(1, 4),
        "flow_log_retention_days": st.sampled_from([30, 365, 400, 366]),
        "reasons": st.dictionaries(
            st.sampled_from(["nat", "flow_log_retention_days", "zones"]), st.sampled_from(["why", ""]), max_size=2
        ),
    },
)


@given(
    st.one_of(
        st.tuples(st.just("network"), NETWORK), st.tuples(st.just("gpu"), st.builds(lambda one: {"pools": [one]}, POOL))
    )
)
def test_what_the_program_takes_the_schema_takes(drawn: tuple[str, dict[str, Any]]) -> None:
    name, section = drawn
    model: Any = {"network": NetworkArgs, "gpu": GpuArgs}[name]
    try:
        model.model_validate(section)
    except ValidationError:
        return
    assert mistakes(config(**{name: section})) == []


@given(NETWORK)
def test_where_no_function_judges_the_schema_refuses_what_the_program_refuses(section: dict[str, Any]) -> None:
    try:
        NetworkArgs.model_validate(section)
    except ValidationError:
        assert mistakes(config(network=section)) != []


@pytest.mark.parametrize(
    ("pool", "caught"),
    [
        ({"capacity": ["spot"]}, True),
        ({"capacity": ["spot"], "reasons": {"capacity": "runs may wait"}}, False),
        ({"capacity": ["spot", "on_demand"], "reasons": {"capacity": "why"}}, True),
        ({"capacity": ["on_demand"]}, False),
    ],
)
def test_a_reason_where_spot_has_nothing_behind_it(pool: dict[str, Any], caught: bool) -> None:
    assert bool(mistakes(config(gpu={"pools": [{"name": "a", **pool}]}))) == caught
