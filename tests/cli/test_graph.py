"""`strata graph` through its real process: what it writes, where, and what it says."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.conftest import Small
from tests.cli.terminal import Terminal
from tests.graph.test_page import embedded

pytestmark = pytest.mark.slow


def test_the_page_goes_to_a_file_named_after_the_stack(fresh: Small) -> None:
    done = fresh.strata("graph")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "wrote graph-dev.html: 2 resources, 1 component\n"
    data = embedded((fresh.root / "graph-dev.html").read_text())
    assert data["subject"] == f"{fresh.name}/dev"
    assert {one["id"] for one in data["nodes"]} == {"data", "jobs", "jobs-queue", f"{fresh.name}-dev"}
    assert data["notes"][0].startswith("costs are USD a month")
    steps = {one["id"]: one.get("step") for one in data["nodes"]}
    assert steps["data"] == steps["jobs-queue"] == "create"


def test_json_is_all_that_is_printed(fresh: Small) -> None:
    done = fresh.strata("graph", "dev", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["version"], told["origin"]) == (1, "planned")
    queue = next(one for one in told["nodes"] if one["id"] == "jobs-queue")
    assert (queue["home"], queue["step"]) == ("jobs", "create")
    assert any(one["outcome"] == "violated" for one in queue["findings"])
    assert queue["cost"]["why"]
    # But for the random part of physical names, which every plan makes anew.
    again = json.loads(fresh.strata("graph", "dev", "--format", "json").stdout)
    assert ([one["urn"] for one in told["nodes"]], told["edges"]) == (
        [one["urn"] for one in again["nodes"]],
        again["edges"],
    )


def test_a_picture_goes_to_standard_output_or_to_a_file(fresh: Small) -> None:
    done = fresh.strata("graph", "dev", "--format", "svg", "--depth", "2")
    assert done.returncode == 0, done.stderr
    assert ET.fromstring(done.stdout).tag.endswith("svg")
    assert "\x1b" not in done.stdout
    written = fresh.strata("graph", "dev", "--format", "svg", "--depth", "2", "--output", "a.svg")
    assert written.stdout == "wrote a.svg: 2 resources, 1 component\n"
    assert (fresh.root / "a.svg").read_text() == done.stdout


def test_mermaid_shows_what_flows(fresh: Small) -> None:
    assert fresh.strata("graph", "--format", "mermaid").stdout.startswith("flowchart BT\n")
    assert fresh.strata("graph", "--format", "mermaid", "--view", "flow").stdout == "flowchart TB\n"


def test_the_record_has_no_steps_and_shows_what_is_there(running: Small) -> None:
    done = running.strata("graph", "dev", "--state", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["origin"] == "recorded"
    assert not any("step" in one for one in told["nodes"])
    queue = next(one for one in told["nodes"] if one["id"] == "jobs-queue")
    assert queue["outputs"]["arn"].startswith("arn:aws:sqs:us-east-1:")
    assert "s3cr3t-output" not in done.stdout


def test_what_would_be_deleted_is_drawn(fresh: Small) -> None:
    assert fresh.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    fresh.program("import pulumi_aws as aws\naws.s3.Bucket('data')\n")
    told = json.loads(fresh.strata("graph", "--json").stdout)
    steps = {one["id"]: one.get("step") for one in told["nodes"]}
    assert (steps["jobs-queue"], steps["data"]) == ("delete", "same")


def test_nothing_on_record_says_what_to_type(fresh: Small) -> None:
    done = fresh.strata("graph", "prod", "--state")
    assert done.returncode == 2
    assert "nothing is on record of prod" in done.stderr
    assert "graph prod" in done.stderr
    assert "up prod --sandbox" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("dve",), "dev"),
        (("dev", "--output", "no/such/a.html"), "is not a folder"),
        (("dev", "--open", "--output", "-"), "standard output cannot be opened"),
        (("dev", "--format", "png"), "mermaid"),
        (("dev", "--depth", "0"), "--depth"),
    ],
)
def test_mistakes_are_told(fresh: Small, arguments: tuple[str, ...], said: str) -> None:
    done = fresh.strata("graph", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(fresh.root.glob("graph-*"))


def test_a_program_that_fails_leaves_no_file(fresh: Small) -> None:
    fresh.program("raise ValueError('broken on purpose')")
    done = fresh.strata("graph")
    assert done.returncode == 2
    assert "broken on purpose" in done.stderr
    assert not (fresh.root / "graph-dev.html").exists()


def test_it_opens_in_the_browser_that_is_set(fresh: Small, tmp_path: Path) -> None:
    seen, browser = tmp_path / "seen", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}\n')
    browser.chmod(0o755)
    done = fresh.strata("graph", "--open", environment={"BROWSER": f"{browser} %s"})
    assert done.returncode == 0, done.stderr
    assert seen.read_text().strip() == (fresh.root / "graph-dev.html").as_uri()


def test_at_a_terminal_it_says_what_it_does(fresh: Small) -> None:
    terminal = Terminal(fresh, "graph", "dev")
    assert terminal.end() == 0
    assert "Planning dev" in terminal.plain
    assert "wrote graph-dev.html: 2 resources, 1 component" in terminal.plain


def test_ctrl_c_ends_it_without_a_file_or_a_traceback(fresh: Small) -> None:
    fresh.program("import time\ntime.sleep(60)")
    terminal = Terminal(fresh, "graph", "dev")
    terminal.expect("Planning dev")
    terminal.process.sendintr()
    assert terminal.end() == 130
    assert "Traceback" not in terminal.plain
    assert not (fresh.root / "graph-dev.html").exists()
