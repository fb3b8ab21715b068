"""Requests that are carried out once: whoever asks again is answered as before.

A client that was killed cannot know whether its last request arrived. If it named the request, it sends it once more
under the same name: what was done is told again, what was not is done now. Real AWS offers the same by the client
tokens of many operations; moto knows none of them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Final

HEADER: Final = "X-Strata-Request"
"""Names a request. Its value is the client's business; one request, one value."""
KEPT_MAX: Final = 10_000
"""How many answers are remembered; the oldest are forgotten first. An interrupted operation needs its last few."""

Environ = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What was answered."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def carried_out(self) -> bool:
        """Whether anything was done; what was refused is tried anew."""
        return self.status.startswith(("2", "3"))


class Replay:
    """A WSGI application that carries out each named request of another one once."""

    def __init__(self, application: Callable[[Environ, Callable[..., Any]], Iterable[bytes]]) -> None:
        self._application = application
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, Future[Answer]] = OrderedDict()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        name = environ.get("HTTP_" + HEADER.upper().replace("-", "_"))
        if not name:
            return self._application(environ, start_response)
        answer = self._once(name, environ)
        start_response(answer.status, answer.headers)
        return [answer.body]

    def reset(self) -> None:
        """Forget every answer, with the resources they speak of."""
        with self._lock:
            self._answers.clear()

    def _once(self, name: str, environ: Environ) -> Answer:
        while True:
            with self._lock:
                known = self._answers.get(name)
                if known is None:
                    mine = self._answers[name] = Future()
                    while len(self._answers) > KEPT_MAX:
                        self._answers.popitem(last=False)
                    break
            # The first one may still be under way: its client was killed, the request goes on.
            answer = known.result()
            if answer.carried_out:
                return answer
        answer = self._ask(environ)
        if not answer.carried_out:
            with self._lock:
                self._answers.pop(name, None)
        mine.set_result(answer)
        return answer

    def _ask(self, environ: Environ) -> Answer:
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            told.append((status, list(headers)))

        try:
            body = b"".join(self._application(environ, start_response))
        except Exception as error:  # noqa: BLE001 - whoever waits for the same answer must get one
            told.append(("500 Internal Server Error", []))
            body = str(error).encode()
        status, headers = told[-1]
        return Answer(status, headers, body)
