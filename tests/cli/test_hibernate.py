"""`strata hibernate` and `strata wake` through their own processes: what is really there, asleep and awake."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from cli.hibernate import _carry_out
from cli.hibernation.section import SECTION, written
from cli.hibernation.sleeper import Sleeper
from tests.cli.conftest import Small
from tests.cli.hibernation.asleep import bring_up, inputs, real
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

AWAKE = {"nodes": [2], "database": "available"}
ASLEEP = {"nodes": [0], "database": "stopped"}


def settings(project: Small, stack: str = "dev") -> str:
    return (project.root / "stacks" / f"Pulumi.{stack}.yaml").read_text()


def done(project: Small, *arguments: str) -> subprocess.CompletedProcess[str]:
    found = project.strata(*arguments, "--sandbox", "--yes")
    assert found.returncode == 0, found.stdout + found.stderr
    return found


def test_asleep_nothing_runs_and_awake_everything_is_as_it_was(fresh: Small) -> None:
    bring_up(fresh)
    before, text = inputs(fresh), settings(fresh)
    assert real(fresh) == AWAKE
    told = done(fresh, "hibernate", "dev").stdout
    assert real(fresh) == ASLEEP
    # Two m7i.large for 0.1008 an hour with 20 GiB for 0.08 each, and a db.t4g.small for 0.032 an hour.
    assert "dev asleep saves 173.73 USD a month (0.24 an hour)" in told
    assert f"AWS starts a stopped database after seven days: {fresh.name}-dev" in told

    # The next `up` leaves it asleep, and so does another `hibernate`.
    assert fresh.strata("up", "dev", "--sandbox", "--yes", "--expect-no-changes").returncode == 0
    done(fresh, "hibernate", "dev")
    assert real(fresh) == ASLEEP
    line = next(line for line in settings(fresh).splitlines() if SECTION in line)
    assert json.loads(line.partition(f"{SECTION}: ")[2])["databases"] == [f"{fresh.name}-dev"]

    assert "dev awake costs 173.73 USD a month (0.24 an hour) more" in done(fresh, "wake", "dev").stdout
    assert real(fresh) == AWAKE
    assert settings(fresh) == text
    assert inputs(fresh) == before
    assert "dev does not sleep" in done(fresh, "wake", "dev").stdout


def test_by_the_hour_what_sleeps_costs_nothing(fresh: Small) -> None:
    bring_up(fresh)
    done(fresh, "hibernate", "dev")
    found = json.loads(fresh.strata("cost", "dev", "--json").stdout)
    nodes = [item for item in found["items"] if item["urn"].endswith("::nodes")]
    assert nodes
    assert all(item["usd"] == {"low": 0, "high": 0} for item in nodes)


def test_a_database_that_was_stopped_before_stays_so(fresh: Small) -> None:
    bring_up(fresh)
    from sandbox.environment import Sandbox
    from sandbox.providers.aws.session import AwsSession

    rds = AwsSession(Sandbox(fresh.home).endpoint, "us-east-1").client("rds")
    rds.stop_db_instance(DBInstanceIdentifier=f"{fresh.name}-dev")
    done(fresh, "hibernate", "dev")
    done(fresh, "wake", "dev")
    assert real(fresh) == {"nodes": [2], "database": "stopped"}


def killed(project: Small, *arguments: str, when: Any) -> None:
    """Start a command, and kill it once something holds."""
    process = subprocess.Popen(
        [*project.command, *arguments, "--sandbox", "--yes"],
        cwd=project.root,
        env=project.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(1200):
        if when():
            break
        time.sleep(0.05)
    else:
        raise AssertionError("it never came so far")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def test_killed_half_way_it_goes_on_when_typed_again(fresh: Small) -> None:
    bring_up(fresh)
    before, text = inputs(fresh), settings(fresh)
    killed(fresh, "hibernate", "dev", when=lambda: SECTION in settings(fresh))
    done(fresh, "hibernate", "dev")
    assert real(fresh) == ASLEEP
    killed(fresh, "wake", "dev", when=lambda: real(fresh)["database"] == "available")
    assert SECTION in settings(fresh)
    done(fresh, "wake", "dev")
    assert (real(fresh), settings(fresh), inputs(fresh)) == (AWAKE, text, before)


def test_killed_half_way_it_can_be_woken_at_once(fresh: Small) -> None:
    bring_up(fresh)
    before, text = inputs(fresh), settings(fresh)
    killed(fresh, "hibernate", "dev", when=lambda: SECTION in settings(fresh))
    done(fresh, "wake", "dev")
    assert (real(fresh), settings(fresh), inputs(fresh)) == (AWAKE, text, before)


class Recording:
    """A sleeper that only tells what it is asked, in order."""

    def __init__(self, file: Path, *, pools: bool) -> None:
        self.stack, self.file, self.shown_file, self.screen, self.pools = "dev", file, file, self, pools
        self.asked: list[str] = []

    def running_databases(self) -> list[str]:
        return ["db"]

    def has_pools(self) -> bool:
        return self.pools

    def up(self, config: Mapping[str, str]) -> None:
        level = json.loads(config[SECTION])["level"] if config else "as the file says"
        self.asked.append(f"up: {level}; file: {written(self.file)['level']}")  # type: ignore[index]

    def rds(self) -> Any:
        return self

    def describe_db_instances(self, **_: str) -> Any:
        return {"DBInstances": [{"DBInstanceStatus": "available"}]}

    def get_waiter(self, _: str) -> Any:
        return self

    def wait(self, **_: str) -> None:
        """It is available."""

    def stop_db_instance(self, **named: str) -> None:
        self.asked.append(f"stop: {named['DBInstanceIdentifier']}")

    def say(self, text: str) -> None:
        """Told at the end."""


@pytest.mark.parametrize("pools", [True, False])
def test_pools_go_while_karpenter_has_nodes_then_all_nodes_then_databases(tmp_path: Path, pools: bool) -> None:
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text("config:\n  a:b: 1\n")
    sleeper = Recording(file, pools=pools)
    _carry_out(cast("Sleeper", sleeper), "night")
    first = ["up: pools; file: nodes"] if pools else []
    assert sleeper.asked == [*first, "up: as the file says; file: nodes", "stop: db"]
    assert written(file) == {"level": "nodes", "reason": "night", "databases": ["db"]}


def test_production_sleeps_only_for_a_reason(fresh: Small) -> None:
    bring_up(fresh, "prod")
    refused = fresh.strata("hibernate", "prod", "--sandbox", "--yes")
    assert refused.returncode == 2
    assert "prod is production: say why it may sleep, by --reason" in refused.stderr
    assert real(fresh, "prod") == AWAKE
    done(fresh, "hibernate", "prod", "--reason", "moved: #42")
    assert real(fresh, "prod") == ASLEEP
    assert "moved: #42" in settings(fresh, "prod")


def test_what_cannot_sleep_is_told(fresh: Small) -> None:
    refused = fresh.strata("hibernate", "dev", "--sandbox", "--yes")
    assert refused.returncode == 2
    assert "dev is not up: there is nothing to put to sleep, or to wake" in refused.stderr
    assert fresh.strata("up", "dev", "--sandbox", "--yes", "--skip-preview").returncode == 0
    nothing = fresh.strata("hibernate", "dev", "--sandbox", "--yes")
    assert nothing.returncode == 1
    assert "nothing of it would sleep" in nothing.stderr
    alone = fresh.strata("hibernate", "dev", "--sandbox")
    assert alone.returncode == 2
    assert "add --yes" in alone.stderr


def test_a_person_is_shown_what_is_saved_and_asked(fresh: Small) -> None:
    bring_up(fresh)
    terminal = Terminal(fresh, "hibernate", "dev", "--sandbox")
    terminal.expect("dev asleep saves 173.73 USD a month")
    terminal.expect("Put dev to sleep? (yes/no) ")
    terminal.process.sendline("no")
    assert terminal.end() == 1
    assert real(fresh) == AWAKE
    assert SECTION not in settings(fresh)
    interrupted = Terminal(fresh, "hibernate", "dev", "--sandbox")
    interrupted.expect("Put dev to sleep? (yes/no) ")
    interrupted.interrupt_question()
    assert "Traceback" not in interrupted.plain
    assert real(fresh) == AWAKE


def test_for_programs_every_line_is_an_event(fresh: Small) -> None:
    bring_up(fresh)
    events = [json.loads(line) for line in done(fresh, "hibernate", "dev", "--json").stdout.splitlines()]
    (told,) = [event["hibernateEvent"] for event in events if "hibernateEvent" in event]
    assert told["saved"]["low"] == pytest.approx(173.728)
