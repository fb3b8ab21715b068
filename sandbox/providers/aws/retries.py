"""Asking AWS again: when no answer came, when it makes no sense, or when AWS has not taken note of a change yet.

Which answers mean "ask again" is botocore's standard retry mode's to say; how long to wait and whom to tell is
`sandbox.patience`'s. A request that changes something is named (see `sandbox.aws.replay`), so asking again never does
it twice.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, TypeVar

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError
from botocore.parsers import ResponseParserError
from botocore.retries.standard import (
    OrRetryChecker,
    RetryContext,
    RetryEventAdapter,
    ThrottledRetryableChecker,
    ThrottlingStatusCodeChecker,
    TransientRetryableChecker,
)

from sandbox.aws.replay import HEADER
from sandbox.patience import current
from sandbox.providers.aws.answers import Vanished, code_of, require_sense, require_success

T = TypeVar("T")

_READS: Final = ("Describe", "Get", "Head", "List")
"""What the names of operations that change nothing begin with."""

_THROTTLED: Final = OrRetryChecker([ThrottledRetryableChecker(), ThrottlingStatusCodeChecker()])
_BROKEN: Final = TransientRetryableChecker()
_EVENTS: Final = RetryEventAdapter()
_NEVER_SENT: Final = (EndpointConnectionError, ConnectTimeoutError)


def prepare(client: Any) -> None:
    """Have a client name its requests and ask again. Its own retries must be off."""
    events = client.meta.events
    events.register("provide-client-params", _note)
    events.register("before-call", _name)
    events.register("needs-retry", _ask_again)
    events.register("before-parse", require_sense)
    events.register("after-call", require_success)


def patiently(action: Callable[[], T], passes: Callable[[Exception], bool] = lambda _: False) -> T:
    """Do something with AWS; again while it fails for a reason that will pass, or the answer makes no sense.

    Requests bear the same names each time: what was done by one attempt is told to the next one.

    Args:
        action: does it.
        passes: whether an error will pass.
    """
    verb = current()
    waiting, named, doubtful = verb.waiting(), Counter(verb.requests), False
    while True:
        try:
            return action()
        except (ClientError, ResponseParserError, Vanished) as error:
            garbled = isinstance(error, ResponseParserError)
            doubtful |= garbled and not verb.latest.startswith(_READS)
            said = "what makes no sense" if garbled else code_of(error) or "that it is gone"
            if not (garbled or passes(error)) or not waiting.again(f"{verb.latest}: AWS says {said}"):
                verb.doubtful |= doubtful
                verb.story = verb.story or waiting.story
                raise
            verb.requests = Counter(named)


def _note(params: Any, model: Any, **_: Any) -> None:
    """botocore's event `provide-client-params`: what is asked, before botocore adds tokens of its own by chance."""
    asked = json.dumps(params, sort_keys=True, default=str)
    current().latest_asked = f"{model.name}/{hashlib.sha256(asked.encode()).hexdigest()[:16]}"


def _name(model: Any, params: Any, **_: Any) -> None:
    """botocore's event `before-call`."""
    verb = current()
    verb.latest, verb.story = model.name, ""
    if verb.name and not model.name.startswith(_READS):
        # By what it asks, so that an attempt which finds some of it done already does not confuse the rest.
        verb.requests[verb.latest_asked] += 1
        count = verb.requests[verb.latest_asked]
        name = f"{verb.name}/{model.service_model.service_name}.{verb.latest_asked}.{count}"
        params["headers"][HEADER] = name


def _ask_again(operation: Any, request_dict: Any, **event: Any) -> float | None:
    """botocore's event `needs-retry`: None if the answer is to be taken as it is. The waiting is done here."""
    asked = _EVENTS.create_retry_context(operation=operation, request_dict=request_dict, **event)
    throttled = _THROTTLED.is_retryable(asked)
    if not (throttled or _BROKEN.is_retryable(asked)):
        return None
    verb, kept = current(), request_dict["context"]
    waiting = kept.setdefault("waiting", verb.waiting())
    # What was refused was not done. What broke off may have been.
    refused = throttled or isinstance(asked.caught_exception, _NEVER_SENT)
    kept["doubtful"] = kept.get("doubtful", False) or not refused
    if waiting.again(f"{operation.name}: AWS {_trouble(asked, throttled=throttled)}", _asked_wait_s(asked)):
        return 0.0
    verb.story = waiting.story
    verb.doubtful |= kept["doubtful"] and not operation.name.startswith(_READS)
    return None


def _trouble(asked: RetryContext, *, throttled: bool) -> str:
    """What is wrong, without anything of the message: that may hold what was sent."""
    if throttled:
        return f"throttles requests ({asked.get_error_code()})"
    if asked.http_response is not None:
        return f"fails with status {asked.http_response.status_code}"
    return f"does not answer ({type(asked.caught_exception).__name__})"


def _asked_wait_s(asked: RetryContext) -> float:
    """The wait that an answer asks for by `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3); else 0."""
    said = asked.http_response.headers.get("Retry-After", "") if asked.http_response is not None else ""
    if said.isdigit():
        return float(said)
    try:
        return max((parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return 0.0
