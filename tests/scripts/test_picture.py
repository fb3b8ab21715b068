"""`scripts/picture.py` draws what a checkpoint holds: components, and arrows for real dependencies."""

from __future__ import annotations

import random
import runpy
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "picture.py"
SVG = "{http://www.w3.org/2000/svg}"
STACK = "urn:pulumi:dev::strata::pulumi:pulumi:Stack::strata-dev"

Picture = dict[str, Any]


@pytest.fixture(scope="module")
def picture() -> Picture:
    """The script's names."""
    return runpy.run_path(str(SCRIPT))


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::strata::{token}::{name}"


def component(name: str) -> dict[str, Any]:
    return {
        "urn": urn("strata:index:Part", name),
        "type": "strata:index:Part",
        "custom": False,
        "parent": STACK,
    }


def resource(token: str, name: str, parent: str, **more: Any) -> dict[str, Any]:
    return {
        "urn": urn(token, name),
        "type": token,
        "custom": True,
        "parent": urn("strata:index:Part", parent),
        **more,
    }


def state() -> dict[str, Any]:
    """Keys; a lake and a cluster that need a key; tracking in the cluster, which needs the lake too."""
    key, bucket = urn("aws:kms/key:Key", "k"), urn("aws:s3/bucket:Bucket", "b")
    inside = urn("pulumi:providers:kubernetes", "kubernetes")
    resources = [
        {"urn": STACK, "type": "pulumi:pulumi:Stack", "custom": False},
        *(component(name) for name in ("keys", "lake", "cluster", "tracking")),
        resource("aws:kms/key:Key", "k", "keys"),
        resource("aws:s3/bucket:Bucket", "b", "lake", dependencies=[key]),
        resource("aws:s3/bucketPolicy:BucketPolicy", "p", "lake", dependencies=[bucket]),
        resource("aws:eks/cluster:Cluster", "c", "cluster", dependencies=[key]),
        resource("pulumi:providers:kubernetes", "kubernetes", "cluster"),
        resource("kubernetes:apps/v1:Deployment", "d", "tracking", provider=f"{inside}::1", dependencies=[key, bucket]),
        resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", "n", "tracking", provider=f"{inside}::1"),
    ]
    return {"checkpoint": {"latest": {"resources": resources}}}


def texts(drawn: str, kind: str) -> list[str]:
    return sorted(str(text.text) for text in ET.fromstring(drawn).iter(f"{SVG}text") if text.get("class") == kind)


def draw(picture: Picture, recorded: dict[str, Any]) -> str:
    drawn: str = picture["as_svg"](picture["read_graph"](recorded))
    return drawn


def test_components_hold_what_stands_below_them(picture: Picture) -> None:
    drawn = draw(picture, state())
    assert texts(drawn, "name") == ["cluster", "keys", "lake", "tracking"]
    told = ["1 resource", "2 resources", "2 resources", "2 resources"]
    services = ["AWS: eks 1", "AWS: kms 1", "AWS: s3 2", "K8s: apps 1, networking 1"]
    assert texts(drawn, "line") == sorted([*told, *services])


def test_arrows_lead_to_whose_resources_and_providers_are_used_unless_they_follow_from_others(picture: Picture) -> None:
    """Tracking needs the key too, but through the lake and the cluster."""
    from graph.levels import boxes_of

    graph = picture["read_graph"](state())
    names = {one.urn: one.name for one in graph.nodes}
    assert {(names[one.source], names[one.target]) for one in boxes_of(graph)[""].arrows} == {
        ("lake", "keys"),
        ("cluster", "keys"),
        ("tracking", "lake"),
        ("tracking", "cluster"),
    }


def test_the_order_in_which_resources_were_recorded_makes_no_difference(picture: Picture) -> None:
    expected = draw(picture, state())
    for seed in range(20):
        shuffled = state()
        random.Random(seed).shuffle(shuffled["checkpoint"]["latest"]["resources"])
        assert draw(picture, shuffled) == expected


def test_providers_of_the_whole_account_are_no_part_of_it(picture: Picture) -> None:
    recorded = state()
    provider = {"urn": urn("pulumi:providers:aws", "aws"), "type": "pulumi:providers:aws", "custom": True}
    for resource in recorded["checkpoint"]["latest"]["resources"]:
        if resource["type"].startswith("aws:"):
            resource["provider"] = f"{provider['urn']}::1"
    recorded["checkpoint"]["latest"]["resources"].append(provider | {"parent": STACK})
    assert draw(picture, recorded) == draw(picture, state())


def test_from_a_file_to_standard_output(tmp_path: Path) -> None:
    import json

    (tmp_path / "dev.json").write_text(json.dumps(state()))
    told = subprocess.run([sys.executable, SCRIPT, tmp_path / "dev.json"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("<svg ")
    assert told.stdout.endswith("</svg>\n")
