"""At a terminal: the plan is agreed to, the tree is drawn, and Ctrl-C is heeded in two stages."""

from __future__ import annotations

import json
import re
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.interrupts import FIRST, SECOND
from tests.cli.conftest import Small
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

WAITING = """\
import time
from pathlib import Path
import pulumi
import pulumi_aws as aws

first = aws.s3.Bucket("first")


def wait(name):
    if not pulumi.runtime.is_dry_run():
        Path("waiting").touch()
        give_up = time.monotonic() + 60
        while not Path("go").exists() and time.monotonic() < give_up:
            time.sleep(0.02)
    return name


aws.s3.Bucket("second", tags={"after": first.bucket.apply(wait)})
"""


@pytest.fixture
def waiting(fresh: Small) -> Iterator[Small]:
    """A project whose update waits, after its first bucket, for a file named `go`."""
    fresh.program(WAITING)
    yield fresh
    (fresh.root / "stacks" / "go").touch()


def at(project: Small) -> Path:
    """Wait until the program, whose working directory is its own folder, waits; the file that lets it go on."""
    folder = project.root / "stacks"
    give_up = time.monotonic() + 60
    while not (folder / "waiting").exists() and time.monotonic() < give_up:
        time.sleep(0.02)
    assert (folder / "waiting").exists()
    return folder / "go"


def recorded(project: Small) -> set[str]:
    """The names of the buckets that the stack's state or journal lists."""
    folder = project.home / ".pulumi" / "stacks" / project.name
    text = "".join(path.read_text() for path in folder.glob("dev.j*") if path.suffix != ".attrs")
    return set(re.findall(r"aws:s3/bucket:Bucket::(\w+)", text))


def test_a_plan_is_shown_asked_about_explained_and_carried_out(fresh: Small) -> None:
    terminal = Terminal(fresh, "up", "--sandbox")
    terminal.expect("Carry out this plan? (yes/no/details) ")
    assert " +  jobs             2 to create\n" in terminal.plain
    terminal.process.sendline("details")
    terminal.expect("Carry out this plan? (yes/no/details) ")
    assert "     +  aws:sqs:Queue jobs-queue\n        + " in terminal.plain
    terminal.process.sendline("yes")
    assert terminal.end() == 0
    assert "dev: up in " in terminal.plain
    assert len(json.loads(fresh.strata("outputs", "--json").stdout)) == 3


def test_no_changes_nothing_and_leaves_1(fresh: Small) -> None:
    terminal = Terminal(fresh, "up", "--sandbox")
    terminal.expect("(yes/no/details) ")
    terminal.process.sendline("no")
    assert terminal.end() == 1
    assert "declined; nothing was changed" in terminal.plain
    assert recorded(fresh) == set()


def test_an_interrupt_at_the_question_changes_nothing(fresh: Small) -> None:
    terminal = Terminal(fresh, "up", "--sandbox")
    terminal.expect("(yes/no/details) ")
    terminal.interrupt_question()
    assert terminal.end() == 130
    assert "Traceback" not in terminal.plain
    assert recorded(fresh) == set()


def test_the_tree_is_drawn_in_colour_and_the_cursor_comes_back(waiting: Small) -> None:
    terminal = Terminal(waiting, "up", "--sandbox", "--yes")
    go = at(waiting)
    terminal.expect("Updating dev")
    terminal.expect("done  ")
    go.touch()
    assert terminal.end() == 0
    assert "\x1b[1m" in terminal.shown
    assert "━" in terminal.plain
    assert terminal.shown.rindex("\x1b[?25h") > terminal.shown.rindex("\x1b[?25l")
    assert recorded(waiting) == {"first", "second"}


def test_no_color_takes_the_colours_and_leaves_the_tree(fresh: Small) -> None:
    terminal = Terminal(fresh, "up", "--sandbox", "--yes", NO_COLOR="1")
    assert terminal.end() == 0
    assert re.findall(r"\x1b\[[0-9;]*3[0-9]m", terminal.shown) == []
    assert "Updating dev" in terminal.plain


def test_the_first_interrupt_finishes_and_records_what_is_in_flight(waiting: Small) -> None:
    terminal = Terminal(waiting, "up", "--sandbox", "--yes")
    go = at(waiting)
    terminal.process.sendintr()
    terminal.expect(FIRST)
    go.touch()
    assert terminal.end() == 130
    assert recorded(waiting) == {"first"}
    resumed = waiting.strata("up", "--sandbox", "--yes")
    assert resumed.returncode == 0, resumed.stdout
    assert "1 created, 2 unchanged" in resumed.stdout
    assert recorded(waiting) == {"first", "second"}


def test_the_second_interrupt_stops_at_once_and_nothing_is_forgotten(waiting: Small) -> None:
    terminal = Terminal(waiting, "up", "--sandbox", "--yes")
    go = at(waiting)
    terminal.process.sendintr()
    terminal.expect(FIRST)
    terminal.process.sendintr()
    terminal.expect(SECOND)
    assert terminal.end() == 130
    assert terminal.shown.rindex("\x1b[?25h") > terminal.shown.rindex("\x1b[?25l")
    assert recorded(waiting) == {"first"}
    go.touch()
    resumed = waiting.strata("up", "--sandbox", "--yes")
    assert resumed.returncode == 0, resumed.stdout
    assert "1 created, 2 unchanged" in resumed.stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_finishes_and_records_what_is_in_flight(waiting: Small, number: signal.Signals) -> None:
    terminal = Terminal(waiting, "up", "--sandbox", "--yes")
    go = at(waiting)
    terminal.process.kill(number)
    if number is signal.SIGTERM:
        terminal.expect(FIRST)
    else:
        time.sleep(0.2)  # it says nothing that could be waited for
    go.touch()
    assert terminal.end() == 130
    assert recorded(waiting) == {"first"}
    assert locks(waiting) == []
    assert waiting.strata("up", "--sandbox", "--yes").returncode == 0
    assert recorded(waiting) == {"first", "second"}


def test_a_closed_window_finishes_and_records_what_is_in_flight(waiting: Small) -> None:
    terminal = Terminal(waiting, "up", "--sandbox", "--yes")
    go = at(waiting)
    threading.Timer(0.5, go.touch).start()
    assert terminal.close_window() == 130
    assert recorded(waiting) == {"first"}
    assert locks(waiting) == []
    assert waiting.strata("up", "--sandbox", "--yes").returncode == 0
    assert recorded(waiting) == {"first", "second"}


def locks(project: Small) -> list[Path]:
    """The locks on the project's stacks."""
    return list((project.home / ".pulumi" / "locks" / "organization" / project.name).rglob("*.json"))
