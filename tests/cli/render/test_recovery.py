"""The page that `strata recover` shows."""

from __future__ import annotations

from cli.render.recovery import recovery_lines, recovery_record
from engine.finding import Finding, Outcome

LOCK = Finding("lock", "ada@build-7:7", "held", "release it by hand", final=True)
JOURNAL = Finding("journal", "dev.journal", "left behind", "take it in", lambda: "taken in")


def test_a_dry_run_tells_what_would_be_done() -> None:
    assert recovery_lines("dev", [Outcome(JOURNAL), Outcome(LOCK)], apply=False) == [
        "journal  dev.journal",
        "  found    left behind",
        "  --apply  take it in",
        "",
        "lock  ada@build-7:7",
        "  found    held",
        "  to do    release it by hand",
        "  the rest is looked at once this is mended",
        "",
        "dev: 2 found, nothing changed; `strata recover dev --sandbox --apply` mends what can be mended",
    ]
    assert recovery_lines("dev", [Outcome(LOCK)], apply=False)[-1] == (
        "dev: 1 found, nothing changed; only a person can mend it"
    )


def test_afterwards_it_tells_what_was_done_and_what_remains() -> None:
    outcomes = [Outcome(JOURNAL, done="taken in"), Outcome(LOCK, remains="by hand")]
    assert recovery_lines("dev", outcomes, apply=True) == [
        "journal  dev.journal",
        "  found    left behind",
        "  done     taken in",
        "",
        "lock  ada@build-7:7",
        "  found    held",
        "  remains  by hand",
        "  the rest is looked at once this is mended",
        "",
        "dev: 1 mended, 1 not",
    ]
    assert recovery_lines("dev", [], apply=True) == ["dev: nothing was left behind"]


def test_as_json() -> None:
    assert recovery_record("dev", [Outcome(JOURNAL, done="taken in")], apply=True) == {
        "stack": "dev",
        "applied": True,
        "findings": [
            {
                "kind": "journal",
                "subject": "dev.journal",
                "found": "left behind",
                "remedy": "take it in",
                "mendable": True,
                "done": "taken in",
                "remains": None,
            }
        ],
    }
