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


def test_components_hold_what_stands_below_them_and_need_whose_resources_and_providers_they_use(
    picture: Picture,
) -> None:
    boxes = picture["read_boxes"](state())
    assert {name: dict(box.services) for name, box in boxes.items()} == {
        "keys": {("aws", "kms"): 1},
        "lake": {("aws", "s3"): 2},
        "cluster": {("aws", "eks"): 1},
        "tracking": {("kubernetes", "apps"): 1, ("kubernetes", "networking"): 1},
    }
    assert {name: box.needs for name, box in boxes.items()} == {
        "keys": set(),
        "lake": {"keys"},
        "cluster": {"keys"},
        "tracking": {"keys", "lake", "cluster"},
    }


def test_arrows_that_follow_from_others_are_left_out(picture: Picture) -> None:
    assert picture["direct_needs"](picture["read_boxes"](state()), "tracking") == {"lake", "cluster"}


def test_each_component_stands_below_all_that_it_needs(picture: Picture) -> None:
    assert picture["rows_of"](picture["read_boxes"](state())) == [["keys"], ["cluster", "lake"], ["tracking"]]


def test_the_order_in_which_resources_were_recorded_makes_no_difference(picture: Picture) -> None:
    expected = picture["draw"](picture["read_boxes"](state()))
    for seed in range(20):
        shuffled = state()
        random.Random(seed).shuffle(shuffled["checkpoint"]["latest"]["resources"])
        assert picture["draw"](picture["read_boxes"](shuffled)) == expected


def test_the_drawing_is_an_svg_with_a_box_for_each_component_and_an_arrow_for_each_direct_need(
    picture: Picture,
) -> None:
    root = ET.fromstring(picture["draw"](picture["read_boxes"](state())))
    names = [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "name"]
    assert sorted(map(str, names)) == ["cluster", "keys", "lake", "tracking"]
    assert sum(path.get("class") == "edge" for path in root.iter(f"{SVG}path")) == 4
    boxes = [tuple(float(box.attrib[side]) for side in ("x", "y")) for box in root.iter(f"{SVG}rect")]
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert all(0 < x < width - picture["BOX_WIDTH"] and 0 < y < height - picture["BOX_HEIGHT"] for x, y in boxes)
    assert len(set(boxes)) == 4


def test_services_that_do_not_fit_are_left_out_with_a_sign(picture: Picture) -> None:
    box = picture["Box"]("gpu")
    box.services.update({("aws", "cloudwatch"): 10, ("aws", "iam"): 6, ("aws", "sqs"): 4, ("aws", "eks"): 2})
    assert picture["package_line"](box, "aws") == "AWS: cloudwatch 10, iam 6 …"
    assert picture["package_line"](box, "kubernetes") == ""


def test_names_are_escaped(picture: Picture) -> None:
    drawn = picture["draw"]({"<b>": picture["Box"]("<b>")})
    assert "&lt;b&gt;</text>" in drawn
    ET.fromstring(drawn)


def test_from_a_file_to_standard_output(tmp_path: Path) -> None:
    import json

    (tmp_path / "dev.json").write_text(json.dumps(state()))
    told = subprocess.run([sys.executable, SCRIPT, tmp_path / "dev.json"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("<svg ")
    assert told.stdout.endswith("</svg>\n")
