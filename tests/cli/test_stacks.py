"""`strata stacks` lists what there is, brought up or not."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_every_stack_file_is_a_row(running: Small) -> None:
    shown = running.strata("stacks")
    assert shown.returncode == 0
    header, dev, prod = (line.split() for line in shown.stdout.splitlines())
    assert header == ["stack", "resources", "updated", "cut", "off"]
    assert (dev[:2], dev[3]) == (["dev", "4"], "no")
    assert datetime.fromisoformat(dev[2]).tzinfo is not None
    assert prod == ["prod", "0", "-", "no"]


def test_as_json(running: Small) -> None:
    dev, prod = json.loads(running.strata("stacks", "--json").stdout)
    assert (dev["stack"], dev["resources"], dev["cut off"]) == ("dev", 4, False)
    assert prod == {"stack": "prod", "resources": 0, "updated": None, "cut off": False}


def test_an_operation_that_was_cut_off_is_seen(fresh: Small) -> None:
    journal = fresh.home / ".pulumi" / "stacks" / fresh.name / "dev.journal"
    journal.parent.mkdir(parents=True, exist_ok=True)
    journal.touch()
    assert json.loads(fresh.strata("stacks", "--json").stdout)[0]["cut off"] is True
