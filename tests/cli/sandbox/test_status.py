"""`strata sandbox status` tells what runs and what lives in it."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_before_anything_was_started(small: Small) -> None:
    shown = small.strata("sandbox", "status")
    assert shown.returncode == 0
    assert shown.stdout.splitlines() == [
        "running   no",
        "endpoint  -",
        "region    -",
        "pid       -",
        "started   -",
        f"log       {small.home}/aws.log",
        "stacks    -",
        "lost      -",
    ]
    assert not small.home.exists()


def test_while_stacks_live_in_it(running: Small) -> None:
    facts = json.loads(running.strata("sandbox", "status", "--json").stdout)
    assert facts["running"] is True
    assert facts["stacks"]["running/dev"] == 2
    assert facts["region"] == "us-east-1"
    lines = running.strata("sandbox", "status").stdout.splitlines()
    assert f"endpoint  {facts['endpoint']}" in lines
    assert any(line.startswith(f"aws       AWS_ENDPOINT_URL={facts['endpoint']} ") for line in lines)


def test_the_way_in_is_told_for_the_region_of_the_stacks(fresh: Small) -> None:
    file = fresh.root / "stacks" / "Pulumi.prod.yaml"
    file.write_text("config:\n  aws:region: eu-west-1\n")
    assert fresh.strata("up", "prod", "--sandbox", "--yes", "--skip-preview").returncode == 0
    shown = fresh.strata("sandbox", "status").stdout
    assert "\nregion    eu-west-1\n" in shown
    assert " AWS_REGION=eu-west-1 " in shown
    file.write_text("config: [1]\n")
    assert "\nregion    -\n" in fresh.strata("sandbox", "status").stdout
