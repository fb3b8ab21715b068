"""A headless Chromium, driven through its DevTools protocol over a pipe: no port is opened, and nothing is installed.

The protocol: https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
TIMEOUT_S: Final = 60
FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",  # the pages are ours, and containers have no user namespaces
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-pipe",
)


class BrowserError(Exception):
    """The browser did not answer, or refused."""


def chromium() -> str | None:
    """The browser on PATH; None if there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """A browser with one page.

    Attributes:
        problems: what the page's scripts threw, and what its content policy refused.
        requests: the addresses that it asked for.
    """

    def __init__(self, width: int = 1280, height: int = 800, *, dark: bool = False, touch: bool = False) -> None:
        self.problems: list[str] = []
        self.requests: list[str] = []
        self._look = (width, height, dark, touch)
        self._number = 0
        self._session: str | None = None
        self._rest = b""

    def __enter__(self) -> Self:
        command = chromium()
        if command is None:
            raise BrowserError(f"none of {', '.join(NAMES)} is on PATH; install Chromium")
        self._folder = tempfile.mkdtemp(prefix="browser-")
        read, self._to = os.pipe()
        self._from, write = os.pipe()
        # Where neither is one of those that Chromium reads commands from and answers on.
        commands, answers = (fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, 10) for one in (read, write))
        self._process = subprocess.Popen(
            [command, *FLAGS, f"--user-data-dir={self._folder}"],
            preexec_fn=lambda: (os.dup2(commands, 3), os.dup2(answers, 4)),  # noqa: PLW1509 - nothing else runs
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for one in (read, write, commands, answers):
            os.close(one)
        try:
            self._open_page()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def open(self, address: str) -> None:
        """Go to an address, and wait until it is there."""
        if address.partition("#")[0] == self.evaluate("location.href").partition("#")[0]:
            self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=address)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def evaluate(self, expression: str) -> Any:
        """What an expression of JavaScript is.

        Raises:
            BrowserError: it throws.
        """
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if thrown := answer.get("exceptionDetails"):
            raise BrowserError(str(thrown.get("exception", {}).get("description", thrown["text"])))
        return answer["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait until an expression holds.

        Raises:
            BrowserError: it does not in a minute.
        """
        end = time.monotonic() + TIMEOUT_S
        while not self.evaluate(f"Boolean({condition})"):
            if time.monotonic() > end:
                raise BrowserError(f"this did not come to hold: {condition}")
            time.sleep(0.02)

    def press(self, key: str) -> None:
        """Press and release a key, by its DOM name."""
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def type(self, text: str) -> None:
        """Type a text into what has the focus."""
        self.call("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        """Click on the middle of the first element that a selector finds."""
        x, y = self.middle(selector)
        self.mouse("mousePressed", x, y, button="left", clickCount=1)
        self.mouse("mouseReleased", x, y, button="left", clickCount=1)

    def mouse(self, kind: str, x: float, y: float, **more: Any) -> None:
        """An event of the mouse, in pixels of the window."""
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def fingers(self, kind: str, *points: tuple[float, float]) -> None:
        """An event of a touch screen: `touchStart`, `touchMove` or `touchEnd`."""
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self.call("Input.dispatchTouchEvent", type=kind, touchPoints=touches)

    def middle(self, selector: str) -> tuple[float, float]:
        """The middle of the first element that a selector finds."""
        found = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()"
        x, y = self.evaluate(f"(() => {{ const at = {found}; return [at.x + at.width / 2, at.y + at.height / 2] }})()")
        return float(x), float(y)

    def screenshot(self, file: Path) -> None:
        """Write what the window shows to a PNG file."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Carry out a command of the protocol.

        Raises:
            BrowserError: it is refused, or is not answered in a minute.
        """
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        try:
            os.write(self._to, json.dumps(message).encode() + b"\0")
        except BrokenPipeError as error:
            raise BrowserError("the browser has ended") from error
        end = time.monotonic() + TIMEOUT_S
        while True:
            answer = self._receive(end)
            if answer.get("id") == self._number:
                break
            self._note(answer)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _open_page(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        width, height, dark, touch = self._look
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=touch)
        self.call("Emulation.setTouchEmulationEnabled", enabled=touch)
        scheme = "dark" if dark else "light"
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def _receive(self, end: float) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._from], [], [], max(0.0, end - time.monotonic()))
            part = os.read(self._from, 1 << 20) if ready else b""
            if not part:
                raise BrowserError("the browser has ended" if ready else f"no answer in {TIMEOUT_S} s")
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer

    def _note(self, event: dict[str, Any]) -> None:
        told = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            self.problems.append(json.dumps(told["exceptionDetails"]))
        elif event.get("method") == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.problems.append(told["entry"]["text"])
        elif event.get("method") == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])

    def _close(self) -> None:
        """End the browser in order, so that it leaves no files behind; with force, if it does not heed that."""
        with contextlib.suppress(OSError):
            os.write(self._to, json.dumps({"id": 0, "method": "Browser.close"}).encode() + b"\0")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._to)
        os.close(self._from)
        shutil.rmtree(self._folder, ignore_errors=True)
