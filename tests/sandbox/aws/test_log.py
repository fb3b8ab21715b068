"""The log tells what failed and where, and no value."""

from __future__ import annotations

import logging

from sandbox.aws.log import WithoutValues
from tests.secrecy import NASTY, found_in


def logged(message: object, *values: object, name: str = "root", error: bool = False) -> str:
    """A record as the log holds it; with an error, as logged where one was caught."""
    info = None
    if error:
        try:
            try:
                raise KeyError(NASTY["lines"])
            except KeyError:
                raise ValueError(NASTY["plain"], NASTY["quotes"])  # noqa: B904
        except ValueError as caught:
            info = (ValueError, caught, caught.__traceback__)
    return WithoutValues().format(logging.LogRecord(name, logging.ERROR, "f.py", 1, message, values, info))


def test_what_the_server_itself_says_is_kept() -> None:
    assert logged("%s answered with %s", "POST", 500).endswith("root ERROR POST answered with 500")


def test_what_others_fill_into_their_messages_is_left_out() -> None:
    told = logged("no queue %s for %r", NASTY["plain"], NASTY["quotes"], name="flask.app")
    assert told.endswith("flask.app ERROR no queue %s for %r")


def test_of_an_exception_and_those_before_it_places_and_kinds_are_kept() -> None:
    told = logged("failed", error=True)
    assert found_in(told, NASTY.values()) == []
    assert told.count("test_log.py") == 2
    assert told.index("KeyError\n") < told.index("ValueError")
    assert told.endswith("ValueError")


def test_of_a_message_that_holds_a_traceback_only_the_first_line_is_kept() -> None:
    told = logged(f"Error on request:\nTraceback\n{NASTY['plain']}", name="werkzeug")
    assert told.endswith("werkzeug ERROR Error on request:")
