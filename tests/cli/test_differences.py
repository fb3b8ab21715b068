"""Environments compared: settings with defaults and reasons, which way is weaker, resources without noise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.differences.comments import comments
from cli.differences.resources import Made, compare_resources
from cli.differences.schema import filled, sections, weaker
from cli.differences.settings import SECRET, SettingDifference, compare_settings, settings
from cli.workspace import Workspace
from engine import FileBackend, Project, Stack
from tests.harness import PASSPHRASE, crypter

ROOT = Path(__file__).parents[2]
SECTIONS = sections(Project.load(ROOT))


def stack_of(folder: Path, name: str, text: str) -> Stack:
    """A stack of a project that knows Strata's sections."""
    (folder / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
    (folder / f"Pulumi.{name}.yaml").write_text(f"encryptionsalt: {crypter().salt}\nconfig:\n{text}")
    return Stack(Project.load(folder), name, FileBackend(folder / "state"), passphrase=PASSPHRASE)


def compared(folder: Path, first: str, second: str) -> dict[str, SettingDifference]:
    found = compare_settings(stack_of(folder, "dev", first), stack_of(folder, "prod", second))
    return {f"{one.component}.{one.name}": one for one in found}


@pytest.fixture(scope="module")
def platform() -> dict[str, dict[str, SettingDifference]]:
    """How the platform's own stacks differ, by both names."""
    workspace = Workspace(ROOT, ROOT / "nowhere")
    stacks = {
        name: Stack(workspace.project, name, FileBackend(ROOT / "nowhere"), passphrase="x") for name in ("dev", "prod")
    }
    return {
        f"{one} {other}": {f"{d.component}.{d.name}": d for d in compare_settings(stacks[one], stacks[other])}
        for one, other in (("dev", "prod"), ("prod", "dev"))
    }


def test_every_setting_that_needs_a_reason_is_weaker_in_dev(platform: dict[str, dict[str, SettingDifference]]) -> None:
    found = {name for name, one in platform["prod dev"].items() if one.weaker}
    assert found >= {
        "cluster.deletion",
        "cluster.log_retention_days",
        "keys.deletion",
        "network.nat",
        "network.zones",
        "policy.enforcement",
        "serving.endpoints.churn.replicas_min",
        "storage.audit_lock_mode",
        "storage.audit_lock_days",
        "tracking.database.multi_az",
        "tracking.database.backup_days",
        "tracking.replicas",
    }
    assert not {"network.cidr_block", "tags.cost_center", "gpu.pools.training.gpus_max"} & found


def test_prod_is_nowhere_weaker_than_dev(platform: dict[str, dict[str, SettingDifference]]) -> None:
    assert [name for name, one in platform["dev prod"].items() if one.weaker] == []


def test_reasons_and_comments_of_the_stack_files_are_told(platform: dict[str, dict[str, SettingDifference]]) -> None:
    found = platform["dev prod"]
    assert found["network.nat"].why == ("a lost zone stops experiments, not customers", "")
    assert found["storage.audit_lock_days"].why == (
        "the lock is tried here, not needed",
        "Six years: 45 CFR 164.316(b)(2)(i).",
    )
    assert found["gpu.pools.inference.gpus_max"].why[1] == "Twice the busiest hour."


def test_defaults_are_filled_in(tmp_path: Path) -> None:
    found = compared(tmp_path, "  strata:network: {zones: 2}\n", "  aws:region: eu-central-1\n")
    assert (found["network.zones"].first, found["network.zones"].second) == (2, 3)
    assert (found["aws.region"].first, found["aws.region"].second) == (None, "eu-central-1")
    assert set(found) == {"network.zones", "aws.region"}


def test_a_default_written_out_is_no_difference(tmp_path: Path) -> None:
    assert (
        compared(tmp_path, "  strata:network: {zones: 3}\n", "  strata:tracking: {database: {multi_az: true}}\n") == {}
    )


def test_the_stacks_own_names_are_no_difference(tmp_path: Path) -> None:
    first, second = "  p:bucket: data-dev\n  p:x: developer\n", "  p:bucket: data-prod\n  p:x: producer\n"
    assert set(compared(tmp_path, first, second)) == {"p.x"}


def test_entries_of_lists_go_by_their_name(tmp_path: Path) -> None:
    first = "  strata:gpu: {pools: [{name: a, gpus_max: 1}, {name: b, gpus_max: 2}]}\n"
    second = "  strata:gpu: {pools: [{name: b, gpus_max: 2}, {name: a, gpus_max: 3}]}\n"
    found = compared(tmp_path, first, second)
    assert {name: (one.first, one.second) for name, one in found.items()} == {"gpu.pools.a.gpus_max": (1, 3)}


def test_secrets_are_compared_and_never_told(tmp_path: Path) -> None:
    def secret(value: str) -> str:
        return f"  p:token:\n    secure: {crypter().encrypt(value)}  # the s3cr3t is x\n"

    same = compared(tmp_path, secret("hunter2"), secret("hunter2"))
    assert same == {}
    found = compared(tmp_path, secret("hunter2"), secret("hunter3"))
    assert (found["p.token"].first, found["p.token"].second) == (SECRET, SECRET)
    assert "hunter" not in str(found)
    assert SECRET in str(settings(stack_of(tmp_path, "dev", secret("hunter2"))))


def database(name: str) -> tuple[dict[str, Any], str]:
    return SECTIONS["strata:tracking"]["properties"]["database"], name


@pytest.mark.parametrize(
    ("section", "name", "first", "second", "expected"),
    [
        ("strata:network", "flow_log_retention_days", 365, 30, True),
        ("strata:network", "flow_log_retention_days", 30, 365, False),
        ("strata:network", "flow_log_retention_days", 30, 30, False),
        ("strata:network", "nat", "per_zone", "single", True),
        ("strata:network", "nat", "single", "per_zone", False),
        ("strata:network", "zones", 3, 2, True),
        ("strata:network", "cidr_block", "10.0.0.0/16", "10.1.0.0/16", False),
        ("strata:cluster", "public_endpoint_cidrs", [], ["0.0.0.0/0"], True),
        ("strata:cluster", "public_endpoint_cidrs", ["10.0.0.0/8"], ["10.0.0.0/8", "0.0.0.0/0"], True),
        ("strata:cluster", "public_endpoint_cidrs", ["10.0.0.0/8", "0.0.0.0/0"], ["10.0.0.0/8"], False),
        ("strata:policy", "enforcement", "mandatory", "advisory", True),
        ("strata:policy", "strict", True, False, True),
        ("strata:policy", "strict", False, True, False),
        ("strata:tracking", "replicas", 3, 1, True),
        ("strata:tracking", "replicas", None, 1, False),
    ],
)
def test_which_way_is_weaker(section: str, name: str, first: object, second: object, *, expected: bool) -> None:
    assert weaker(SECTIONS[section], name, first, second) is expected


def test_spot_without_anything_to_catch_it_is_weaker() -> None:
    pool = SECTIONS["strata:gpu"]["properties"]["pools"]["items"]
    assert weaker(pool, "capacity", ["spot", "on_demand"], ["spot"])
    assert not weaker(pool, "capacity", ["spot"], ["on_demand"])
    assert not weaker(pool, "capacity", ["on_demand"], ["spot", "on_demand"])


def test_a_condition_that_is_not_known_is_no_silent_answer() -> None:
    rule = {"if": {"properties": {"x": {"pattern": "a"}}}, "then": {"required": ["reasons"]}}
    with pytest.raises(ValueError, match="not known"):
        weaker({"allOf": [rule]}, "x", 1, 2)


def test_defaults_inside_defaults_are_filled_in() -> None:
    schema = {
        "properties": {
            "a": {"default": {}, "properties": {"b": {"default": 1}}},
            "c": {"items": {"properties": {"d": {"default": 2}}}},
        }
    }
    assert filled(schema, {"c": [{}]}) == {"a": {"b": 1}, "c": [{"d": 2}]}
    assert filled(schema, {"a": None}) == {"a": None}


def test_a_project_may_have_a_schema_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(
        json.dumps({"properties": {"config": {"properties": {"p:a": {"type": "object"}}}}})
    )
    stack = stack_of(tmp_path, "dev", "  p:b: 1\n")
    assert list(sections(stack.project)) == ["p:a"]
    (tmp_path / "schema.json").write_text("[]")
    assert sections(stack.project) == {}


def test_comments_above_and_behind(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_text(
        "# Of the file.\n\n# Of a,\n# in two lines.\na: 1 # and behind\nb:\n  c: 'x # no comment'\n  # Of d.\n  d:\n"
        "  - name: n\n    # Of e.\n    e: 1\n  # Of the second.\n  - 2\n"
    )
    assert comments(file) == {
        ("a",): "Of a, in two lines. and behind",
        ("b", "d"): "Of d.",
        ("b", "d", "n", "e"): "Of e.",
        ("b", "d", "1"): "Of the second.",
    }


@pytest.mark.parametrize("content", [b"", b"a: [", b"\xff", b"- 1", b"x", b"? {a: 1}\n: 2"])
def test_files_without_comments(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f.yaml").write_bytes(content)
    assert comments(tmp_path / "f.yaml") == {}
    assert comments(tmp_path / "none.yaml") == {}


def test_resources_that_only_one_has_or_that_are_made_otherwise() -> None:
    first = Made({("a", "t", "both"): {"x": 1, "y": 2}, ("a", "t", "one"): {}}, {("r1", "n", "p"): "high"})
    second = Made(
        {("a", "t", "both"): {"x": 1, "y": 3}, ("b", "t", "other"): {}},
        {("r1", "n", "p"): "high", ("r2", "n", "p"): "low"},
    )
    found = compare_resources(first, second)
    assert found.only == ([("a", "t", "one")], [("b", "t", "other")])
    assert found.changed == {("a", "t", "both"): ["y"]}
    assert found.weaker == [("r2", "low", "n", "p")]
    assert compare_resources(first, first).changed == {}
