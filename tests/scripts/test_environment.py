"""`scripts/environment.py` builds exactly what a lock says, once, on many kinds of machine."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "environment.py"
BACKEND = '''\
"""A build backend of one page, so that no test needs a package index."""
import zipfile
NAME = "strata-0.1.0-py3-none-any.whl"
def build_editable(folder, config_settings=None, metadata_directory=None):
    with zipfile.ZipFile(f"{folder}/{NAME}", "w") as wheel:
        wheel.writestr("strata.pth", "")
        wheel.writestr("strata-0.1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: strata\\nVersion: 0.1.0\\n")
        wheel.writestr("strata-0.1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any")
        wheel.writestr("strata-0.1.0.dist-info/RECORD", "strata.pth,,\\nstrata-0.1.0.dist-info/METADATA,,\\n"
            "strata-0.1.0.dist-info/WHEEL,,\\nstrata-0.1.0.dist-info/RECORD,,\\n")
    return NAME
'''


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("environment", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not module.has("pip"):
        pytest.skip("this Python has no pip, so there is nothing to install with")
    # An environment without a pip of its own is made in a tenth of the time.
    monkeypatch.setattr(module, "has", lambda name: name != "ensurepip")
    return module


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two locks, `test` a superset of `runtime`, and an index in a folder."""
    index = tmp_path / "index"
    index.mkdir()
    root = tmp_path / "project"
    (root / "locks").mkdir(parents=True)
    (root / "backend.py").write_text(BACKEND)
    (root / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    )
    alpha, beta = wheel(index, "alpha"), wheel(index, "beta")
    (root / "locks" / "runtime.txt").write_text(alpha)
    (root / "locks" / "test.txt").write_text(alpha + beta)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    monkeypatch.setenv("PIP_CACHE_DIR", str(tmp_path / "cache"))
    return root


def wheel(index: Path, name: str) -> str:
    """Make a package of one empty module; its line in a lock."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digests = {
        path: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        for path, text in files.items()
    }
    record = [f"{path},sha256={digests[path]},{len(text)}" for path, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    path = index / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in files.items():
            archive.writestr(member, text)
    return f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def installed(root: Path) -> set[str]:
    """Which of our packages the environment can import."""
    site = next((root / ".venv" / "lib").glob("python*")) / "site-packages"
    return {name for name in ("alpha", "beta") if (site / f"{name}.py").exists()}


def test_the_first_run_builds_and_the_second_does_nothing(
    environment: ModuleType, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.prepare(project, "runtime")
    assert installed(project) == {"alpha"}
    assert "environment: installing 1 packages from locks/runtime.txt (0 s)" in capsys.readouterr().out
    before = (project / ".venv" / "strata.json").stat().st_mtime_ns
    environment.prepare(project, "runtime")
    assert (project / ".venv" / "strata.json").stat().st_mtime_ns == before
    assert capsys.readouterr().out == ""


def test_tests_are_added_to_a_runtime_environment(environment: ModuleType, project: Path) -> None:
    environment.prepare(project, "runtime")
    made = (project / ".venv" / "pyvenv.cfg").stat().st_mtime_ns
    environment.prepare(project, "test")
    assert installed(project) == {"alpha", "beta"}
    assert (project / ".venv" / "pyvenv.cfg").stat().st_mtime_ns == made, "it was completed, not built anew"


@pytest.fixture
def steps(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done to an environment, without doing it."""
    done: list[str] = []

    def create(root: Path) -> None:
        done.append("create")
        (root / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        (root / ".venv" / "bin" / "python").touch()

    monkeypatch.setattr(environment, "create", create)
    monkeypatch.setattr(environment, "install", lambda _, lock: done.append(lock.name))
    return done


def test_runtime_never_narrows_a_test_environment(environment: ModuleType, project: Path, steps: list[str]) -> None:
    environment.prepare(project, "test")
    environment.prepare(project, "runtime")
    assert steps == ["create", "test.txt"]
    (project / "pyproject.toml").write_text("# changed\n")
    environment.prepare(project, "runtime")
    assert steps == ["create", "test.txt", "create", "test.txt"]


@pytest.mark.parametrize("changed", ["locks/runtime.txt", "pyproject.toml"])
def test_a_change_builds_it_anew(environment: ModuleType, project: Path, steps: list[str], changed: str) -> None:
    environment.prepare(project, "runtime")
    (project / changed).write_text("# changed\n")
    environment.prepare(project, "runtime")
    assert steps == ["create", "runtime.txt"] * 2


def test_another_lock_than_the_installed_one_may_change(
    environment: ModuleType, project: Path, steps: list[str]
) -> None:
    environment.prepare(project, "runtime")
    (project / "locks" / "test.txt").write_text("# changed\n")
    environment.prepare(project, "runtime")
    assert steps == ["create", "runtime.txt"]


def test_an_interrupted_run_is_done_again(
    environment: ModuleType, project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    environment.prepare(project, "runtime")
    with monkeypatch.context() as patch:
        patch.setattr(environment, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            environment.prepare(project, "test")
    environment.prepare(project, "runtime")
    assert steps == ["create", "runtime.txt"] * 2
    assert set(json.loads((project / ".venv" / "strata.json").read_text())) == {"python", "project", "runtime"}


def test_a_python_that_was_removed_is_noticed(environment: ModuleType, project: Path, steps: list[str]) -> None:
    environment.prepare(project, "runtime")
    (project / ".venv" / "bin" / "python").unlink()
    environment.prepare(project, "runtime")
    assert steps == ["create", "runtime.txt"] * 2


def test_a_damaged_stamp_counts_as_none(environment: ModuleType, project: Path, steps: list[str]) -> None:
    environment.prepare(project, "runtime")
    (project / ".venv" / "strata.json").write_text("{")
    environment.prepare(project, "runtime")
    assert steps == ["create", "runtime.txt"] * 2


def test_a_package_with_another_hash_is_refused(environment: ModuleType, project: Path) -> None:
    lock = project / "locks" / "runtime.txt"
    lock.write_text("alpha==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(environment.Failure, match="DO NOT MATCH THE HASHES"):
        environment.prepare(project, "runtime")
    assert not (project / ".venv" / "strata.json").exists()


def test_an_index_that_cannot_be_reached_is_said(
    environment: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(environment.Failure, match="the package index cannot be reached") as refused:
        environment.prepare(project, "runtime")
    assert "PIP_INDEX_URL" in str(refused.value)


def test_without_ensurepip_this_pythons_pip_installs(environment: ModuleType, project: Path) -> None:
    environment.prepare(project, "runtime")
    assert installed(project) == {"alpha"}
    assert not (project / ".venv" / "bin" / "pip").exists()


def test_with_ensurepip_the_environment_has_its_own_pip(
    environment: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        pytest.skip("this Python has no ensurepip")
    monkeypatch.setattr(environment, "has", lambda _: True)
    environment.prepare(project, "runtime")
    assert installed(project) == {"alpha"}
    assert (project / ".venv" / "bin" / "pip").exists()


def test_where_nothing_can_make_an_environment_the_command_that_mends_it_is_named(
    environment: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "has", lambda _: False)
    monkeypatch.setattr(environment.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    with pytest.raises(environment.Failure) as refused:
        environment.prepare(project, "runtime")
    version = "{}.{}".format(*sys.version_info)
    assert str(refused.value) == (
        "cannot make a virtual environment: neither venv with pip, nor virtualenv, nor uv is installed\n"
        f"run `apt-get install python{version}-venv`, then the same again"
    )


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("apt-get", "apt-get install python3.12-venv"),
        ("dnf", "dnf install python3-pip"),
        ("apk", "apk add python3 py3-pip"),
        (None, "your package manager: python3.12-venv"),
    ],
)
def test_the_mending_command_is_the_systems_own(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tool: str | None, command: str
) -> None:
    monkeypatch.setattr(environment.shutil, "which", lambda name: name if name == tool else None)
    assert environment.system_package("python3.12-venv") == command


def test_an_unsupported_python_hands_over_to_one_that_fits(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("python3.9", "python3.12", "python3.15"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert environment.newest_python() == str(tmp_path / "python3.12")


def test_without_any_supported_python_those_found_are_named(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("python3.9", "python3.15"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(environment.Failure, match=r"needs Python 3\.11 to 3\.14") as refused:
        environment.newest_python()
    assert f"PATH has {tmp_path}/python3.15, {tmp_path}/python3.9\n" in str(refused.value)


def test_a_wrong_argument_shows_the_usage() -> None:
    told = subprocess.run([sys.executable, SCRIPT, "production"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (2, "usage: python3 scripts/environment.py runtime|test\n")


def test_it_needs_nothing_but_the_standard_library() -> None:
    told = subprocess.run([sys.executable, "-I", "-S", SCRIPT], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr.startswith("usage:")) == (2, True)


def test_two_runs_at_once_wait_for_each_other(environment: ModuleType, project: Path) -> None:
    (project / "scripts").mkdir()
    script = Path(shutil.copy(SCRIPT, project / "scripts"))
    command = [sys.executable, str(script), "runtime"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) for _ in range(2)]
    told = [run.communicate(timeout=120)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert sum("another run is building .venv; waiting for it" in text for text in told) == 1
    assert sum("is ready" in text for text in told) == 1


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_one_line_is_redrawn(environment: ModuleType) -> None:
    out = Terminal()
    progress = environment.Progress(2, "runtime.txt", out)
    for line in ("Collecting alpha==1.0", "Collecting beta==1.0", "Installing collected packages: alpha, beta"):
        progress.see(line)
    progress.end()
    assert [part.rpartition(" (")[0] for part in out.getvalue().split("\r\x1b[K")[1:]] == [
        "environment: installing 2 packages from locks/runtime.txt",
        "environment: downloading 1/2 alpha",
        "environment: downloading 2/2 beta",
        "environment: unpacking 2 packages",
    ]
    assert out.getvalue().endswith("\n")


def test_elsewhere_only_milestones_are_printed(environment: ModuleType) -> None:
    out = io.StringIO()
    progress = environment.Progress(40, "test.txt", out)
    for number in range(1, 41):
        progress.see(f"Collecting package{number}==1.0")
    progress.see("Obtaining file:///project")
    progress.end()
    assert [line.rpartition(" (")[0] for line in out.getvalue().splitlines()] == [
        "environment: installing 40 packages from locks/test.txt",
        "environment: downloading 20/40 package20",
        "environment: downloading 40/40 package40",
        "environment: installing strata itself",
    ]
