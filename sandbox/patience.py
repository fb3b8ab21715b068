"""Waiting for what will pass: bounded in attempts and in time, spread by chance, and told to whoever waits.

A provider's verb runs `within` what is known of it; whatever the verb calls asks there how long to be patient.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from protocol.provider import Log


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How often and how long something is tried.

    The waits are `chance() * min(longest_s, first_s * 2 ** n)`: exponential with full jitter, see
    https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/.

    Attributes:
        attempts_max: the most attempts, the first one counted.
        total_max_s: no attempt begins later than this after the first.
        first_s: the longest wait after the first attempt; doubles with each.
        longest_s: the longest wait of all, unless the other side asks for a longer one.
        chance: a number from 0 to 1.
        clock: seconds since any fixed moment.
        pause: waits so many seconds, or until the event is set; whether it was set.
    """

    attempts_max: int = 8
    total_max_s: float = 60.0
    first_s: float = 0.1
    longest_s: float = 5.0
    chance: Callable[[], float] = random.random
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[threading.Event, float], bool] = threading.Event.wait


@dataclass
class Verb:
    """A provider's verb that is under way.

    Attributes:
        urn: the resource it is about; empty where it is about none.
        name: names its requests, the same ones in the next attempt of the same name; empty where it changes nothing.
        log: takes messages for the person who waits.
        patience: how long to wait for what will pass.
        cancelled: set when nothing is to be waited for any more.
        requests: how many requests of each kind it has named so far.
        latest: its latest request's operation.
        latest_asked: that, and a digest of what it asked.
        story: what was tried in vain for its latest request; empty if that was answered.
        doubtful: whether nobody knows what came of one of its requests.
    """

    urn: str = ""
    name: str = ""
    log: Log = lambda *_, **__: None
    patience: Patience = field(default_factory=Patience)
    cancelled: threading.Event = field(default_factory=threading.Event)
    requests: Counter[str] = field(default_factory=Counter)
    latest: str = ""
    latest_asked: str = ""
    story: str = ""
    doubtful: bool = False

    def waiting(self) -> Waiting:
        """To be made right before the first attempt at something."""
        return Waiting(self)


class Waiting:
    """The attempts at one thing."""

    def __init__(self, verb: Verb) -> None:
        self._verb = verb
        self._begun = verb.patience.clock()
        self.attempts = 1

    @property
    def story(self) -> str:
        """What was tried in vain, for the error; empty if nothing was ever tried again."""
        cut = self._verb.cancelled.is_set()
        if self.attempts == 1 and not cut:
            return ""
        elapsed_s = self._verb.patience.clock() - self._begun
        end = "cut short by the interrupt" if cut else "the same command goes on from here once the cause has passed"
        return f"{self.attempts} attempt{'s' * (self.attempts > 1)} within {elapsed_s:.1f} s; {end}"

    def again(self, reason: str, wait_min_s: float = 0.0) -> bool:
        """Wait for the next attempt, and tell so; False if there is to be none.

        Args:
            reason: why the last attempt failed; a few words, without secrets.
            wait_min_s: the wait that the other side asks for.
        """
        verb, patience = self._verb, self._verb.patience
        longest_s = min(patience.longest_s, patience.first_s * 2 ** (self.attempts - 1))
        wait_s = max(patience.chance() * longest_s, wait_min_s)
        too_late = patience.clock() - self._begun + wait_s > patience.total_max_s
        if self.attempts >= patience.attempts_max or too_late or verb.cancelled.is_set():
            return False
        attempt = f"attempt {self.attempts + 1} of {patience.attempts_max}"
        verb.log("info", f"{reason}; {attempt} in {wait_s:.1f} s", verb.urn, ephemeral=True)
        if patience.pause(verb.cancelled, wait_s):
            return False
        self.attempts += 1
        return True


_VERB: ContextVar[Verb | None] = ContextVar("verb", default=None)


@contextmanager
def within(verb: Verb) -> Iterator[Verb]:
    """What happens inside is done for this verb."""
    before = _VERB.set(verb)
    try:
        yield verb
    finally:
        _VERB.reset(before)


def current() -> Verb:
    """The verb under way; outside of any, one that nobody hears of."""
    return _VERB.get() or Verb()
