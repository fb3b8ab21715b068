"""Create or complete the project's virtual environment, `.venv`, exactly as a lock file says.

    python3 scripts/environment.py runtime|test

Runs on the standard library alone. `test` holds everything that `runtime` holds, so one environment serves both and
is never narrowed. `.venv/strata.json` is written last and says what was installed: without it, or when a lock, the
project's metadata or the Python version has changed, the environment is built anew: an interrupted run leaves nothing
half done.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = (3, 11), (3, 14)
LOCKS = ("runtime", "test")
PIP_OPTIONS = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--retries", "2", "--no-compile"]
NO_NETWORK = re.compile(
    r"NewConnectionError|Max retries exceeded|NameResolutionError|ProxyError|ConnectTimeout|dns error"
)


class Failure(Exception):
    """The environment cannot be made; the message says why and what to do."""


def main(arguments: list[str]) -> int:
    """Bring `.venv` up to date; 0 when it is, 1 when it cannot be, 2 for a wrong argument, 130 when interrupted."""
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        print("usage: python3 scripts/environment.py runtime|test", file=sys.stderr)
        return 2
    try:
        if not OLDEST <= sys.version_info[:2] <= NEWEST:
            os.execv(newest_python(), [newest_python(), __file__, *arguments])  # a Python that fits takes over
        with alone(ROOT):
            prepare(ROOT, arguments[0])
    except Failure as failure:
        print(f"environment: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nenvironment: interrupted; the next run starts over", file=sys.stderr)
        return 130
    return 0


def newest_python() -> str:
    """The newest supported Python on PATH.

    Raises:
        Failure: there is none; names those found and what to install.
    """
    found = {name: shutil.which(name) for name in (f"python3.{minor}" for minor in range(20, 5, -1))}
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        path = found.get(f"python3.{minor}")
        if path:
            return path
    others = ", ".join(path for path in found.values() if path) or sys.executable
    raise Failure(
        f"needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}; this is {sys.version.split()[0]}, and PATH has {others}\n"
        f"install one, e.g. with `{system_package('python3.12')}`, and run the same command again"
    )


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Wait until no other run works on the same environment."""
    folder = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("environment: another run is building .venv; waiting for it", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def prepare(root: Path, wanted: str) -> None:
    """Build, complete or leave alone the environment of the project in `root`.

    Raises:
        Failure: see the message.
    """
    venv, stamp_file = root / ".venv", root / ".venv" / "strata.json"
    stamp = read_stamp(stamp_file) if (venv / "bin" / "python").exists() else {}
    installed = LOCKS if wanted == "test" or "test" in stamp else ("runtime",)
    expected = {"python": "{}.{}".format(*sys.version_info), "project": digest(root / "pyproject.toml")}
    expected.update({lock: digest(root / "locks" / f"{lock}.txt") for lock in installed})
    if stamp == expected:
        return
    begun = time.monotonic()
    with contextlib.suppress(FileNotFoundError):
        stamp_file.unlink()
    if not stamp or any(expected[key] != value for key, value in stamp.items()):
        create(root)
    install(root, root / "locks" / f"{installed[-1]}.txt")
    stamp_file.write_text(json.dumps(expected, indent=2) + "\n")
    print(f"environment: .venv is ready (Python {expected['python']}, {time.monotonic() - begun:.0f} s)", flush=True)


def read_stamp(file: Path) -> dict[str, str]:
    """What an environment says it holds (the Python version, the SHA-256 of pyproject.toml and of each installed lock);
    nothing when it was never finished.
    """
    try:
        stamp = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def digest(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def has(module: str) -> bool:
    """Whether this Python could import a module."""
    return importlib.util.find_spec(module) is not None


def create(root: Path) -> None:
    """Make an empty environment, in the first of several ways that this machine allows.

    Raises:
        Failure: none works; names the one command that mends it.
    """
    python, venv = sys.executable, str(root / ".venv")
    ways = [
        (has("venv") and has("ensurepip"), [python, "-m", "venv", venv]),
        (has("venv") and has("pip"), [python, "-m", "venv", "--without-pip", venv]),
        (has("virtualenv"), [python, "-m", "virtualenv", "--quiet", venv]),
        (bool(shutil.which("virtualenv")), ["virtualenv", "--quiet", "--python", python, venv]),
        (bool(shutil.which("uv")), ["uv", "venv", "--quiet", "--python", python, venv]),
    ]
    problem = "neither venv with pip, nor virtualenv, nor uv is installed"
    for command in (command for possible, command in ways if possible):
        shutil.rmtree(venv, ignore_errors=True)
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode == 0:
            return
        problem = (made.stdout + made.stderr).strip()
    package = "python{}.{}-venv".format(*sys.version_info)
    raise Failure(f"cannot make a virtual environment: {problem}\nrun `{system_package(package)}`, then the same again")


def install(root: Path, lock: Path) -> None:
    """Install every package of a lock, hashes verified, and then the project itself in place.

    Raises:
        Failure: the index cannot be reached, or an installation fails; holds the installer's last lines.
    """
    command = installer(root / ".venv" / "bin" / "python")
    packages = {line.split("==")[0] for line in lock.read_text().splitlines() if "==" in line and "win32" not in line}
    progress = Progress(len(packages), lock.name)
    # The lock is whole: nothing is left to resolve.
    run([*command, "--no-deps", "--require-hashes", "-r", str(lock)], progress, root)
    # A plain path to the folder: a package added later is found without installing again.
    editable = ["--no-build-isolation", "--no-deps", "--config-settings", "editable_mode=compat", "-e", str(root)]
    run([*command, *editable], progress, root)
    progress.end()


def installer(python: Path) -> list[str]:
    """The `install` command that works for an environment: its own pip, this Python's, or uv.

    Raises:
        Failure: there is none.
    """
    if python.with_name("pip").exists():
        return [str(python), "-m", "pip", "install", *PIP_OPTIONS]
    if has("pip"):
        return [sys.executable, "-m", "pip", "--python", str(python), "install", *PIP_OPTIONS]
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--python", str(python)]
    raise Failure(f"there is no pip to install with; run `{system_package('python3-pip')}`, then the same again")


def run(command: list[str], progress: Progress, root: Path) -> None:
    """Run an installer and show how far it is."""
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=root) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            progress.see(line)
    if process.returncode != 0:
        progress.end()
        last = "\n".join(f"  {line}" for line in lines[-12:])
        if any(NO_NETWORK.search(line) for line in lines):
            raise Failure(
                f"the package index cannot be reached\n{last}\n"
                "check the connection, a proxy (HTTPS_PROXY) or the index (PIP_INDEX_URL), then run the same again"
            )
        raise Failure(f"`{' '.join(command)}` failed\n{last}")


class Progress:
    """One line that says what is being installed: redrawn each second at a terminal, else printed as it changes."""

    def __init__(self, total: int, lock: str, out: IO[str] | None = None) -> None:
        self.total, self.out = total, out or sys.stdout
        self.collected = 0
        self.phase = f"installing {total} packages from locks/{lock}"
        self.begun = time.monotonic()
        self.ended = threading.Event()
        self.draw()
        if self.out.isatty():
            threading.Thread(target=self._tick, daemon=True).start()

    def see(self, line: str) -> None:
        """Take note of a line that the installer printed."""
        collecting = re.match(r"Collecting ([^=\s]+)==", line)
        if collecting:
            self.collected += 1
            self.phase = f"downloading {self.collected}/{self.total} {collecting.group(1)}"
        elif line.startswith("Installing collected packages:") and "," in line:
            self.phase = f"unpacking {self.total} packages"
        elif line.startswith("Obtaining file:"):
            self.phase = "installing strata itself"
        else:
            return
        if self.out.isatty() or not collecting or self.collected % 20 == 0:
            self.draw()

    def draw(self) -> None:
        """Show the line as it now stands."""
        text = f"environment: {self.phase} ({time.monotonic() - self.begun:.0f} s)"
        print(f"\r\033[K{text}" if self.out.isatty() else text, end="" if self.out.isatty() else "\n", file=self.out)
        self.out.flush()

    def end(self) -> None:
        """Stop redrawing and leave the line."""
        self.ended.set()
        if self.out.isatty():
            print(file=self.out)

    def _tick(self) -> None:
        while not self.ended.wait(1):
            self.draw()


def system_package(name: str) -> str:
    """The command that installs a package of the operating system, named as Debian names it."""
    tools = (
        ("apt-get", "apt-get install {debian}"),
        ("dnf", "dnf install {plain}"),
        ("apk", "apk add python3 py3-pip"),
        ("zypper", "zypper install {plain}"),
        ("pacman", "pacman -S python python-pip"),
        ("brew", "brew install python@3.13"),
    )
    plain = "python3-pip" if name.endswith("-venv") else name
    for tool, command in tools:
        if shutil.which(tool):
            return command.format(debian=name, plain=plain)
    return f"your package manager: {name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
