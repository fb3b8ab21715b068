"""The cluster's store while another process writes to it, or the disk fails: waits that are told, and clear errors."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from protocol.provider import ProviderError
from protocol.values import Secret
from sandbox.patience import Patience
from sandbox.providers.kubernetes.api_server import ApiServer
from sandbox.providers.kubernetes.store import Store
from tests.sandbox.faults import VirtualTime
from tests.sandbox.providers.kubernetes.driver import SERVER, Driver

CONFIG = "kubernetes:core/v1:ConfigMap"


class Other:
    """Another process that writes, and stops after a while, or never."""

    def __init__(self, file: Path, waits: int | None) -> None:
        self.waits = waits
        self.time = VirtualTime()
        self._database = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._database.execute("BEGIN IMMEDIATE")

    def patience(self) -> Patience:
        return Patience(clock=lambda: self.time.now, pause=self._pause)

    def _pause(self, cancelled: threading.Event, wait_s: float) -> bool:
        self.time.now += wait_s
        if self.waits is not None:
            self.waits -= 1
            if self.waits == 0:
                self.close()
        return cancelled.is_set()

    def close(self) -> None:
        self._database.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kubernetes.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    opened = Store(file, lock_wait_s=0.001)
    yield opened
    opened.close()


def contended(driver: Driver, other: Other) -> list[str]:
    """Have a driver's provider wait in the other's time; what it tells."""
    told: list[str] = []
    driver.provider._patience = other.patience()
    driver.provider.log = lambda severity, message, urn="", *, ephemeral=False: told.append(f"{urn} {message}")
    return told


VERBS: dict[str, Callable[[Driver, Any], Any]] = {
    "create": lambda driver, _: driver.create(CONFIG, {"data": {"a": "2"}}, name="two"),
    "update": lambda driver, made: driver.update(made, {"data": {"a": "2"}}),
    "delete": lambda driver, made: driver.delete(made),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_change_waits_for_another_process_and_tells_so(verb: str, driver: Driver, store: Store, file: Path) -> None:
    made = driver.create(CONFIG, {"data": {"a": "1"}})
    other = Other(file, waits=3)
    told = contended(driver, other)
    VERBS[verb](driver, made)
    name = "two" if verb == "create" else "one"
    assert len(told) == 3
    assert told[0].startswith(f"urn:pulumi:dev::strata::{CONFIG}::{name} another process writes to the sandbox's")
    names = {body["metadata"]["name"].rpartition("-")[0]: body["data"]["a"] for body in ApiServer(store, SERVER).list()}
    assert names == {"create": {"one": "1", "two": "2"}, "update": {"one": "2"}, "delete": {}}[verb]


@pytest.mark.parametrize("verb", VERBS)
def test_a_process_that_never_ends_is_told_after_bounded_time_and_nothing_is_changed(
    verb: str, driver: Driver, store: Store, file: Path
) -> None:
    made = driver.create(CONFIG, {"data": {"a": "1"}})
    before = ApiServer(store, SERVER).list()
    other = Other(file, waits=None)
    contended(driver, other)
    with pytest.raises(
        ProviderError, match=r"^the sandbox's Kubernetes store cannot be used: database is locked; 8 attempts within"
    ):
        VERBS[verb](driver, made)
    assert 0 < other.time.now <= 60
    assert driver.read(made) == made
    other.close()
    assert ApiServer(store, SERVER).list() == before
    VERBS[verb](driver, made)


def test_an_interrupt_ends_the_waiting(driver: Driver, file: Path) -> None:
    other = Other(file, waits=None)
    told = contended(driver, other)
    driver.provider.Cancel(None)
    with pytest.raises(ProviderError, match="cut short by the interrupt"):
        driver.create(CONFIG, {})
    assert told == []
    other.close()


def test_a_disk_that_fails_is_told_without_secrets_and_nothing_is_changed(
    driver: Driver, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full: hunter2-hunter2")

    with monkeypatch.context() as broken:
        broken.setattr(store, "put", full)
        with pytest.raises(ProviderError, match="cannot be used: database or disk is full") as failed:
            driver.create(CONFIG, {"data": {"password": Secret("hunter2-hunter2")}})
    assert "hunter2" not in str(failed.value)
    assert ApiServer(store, SERVER).list() == []
    driver.create(CONFIG, {"data": {"password": Secret("hunter2-hunter2")}})


def test_many_processes_that_open_the_same_new_file_at_once_all_get_it(file: Path) -> None:
    opened: list[Store] = []
    threads = [threading.Thread(target=lambda: opened.append(Store(file, lock_wait_s=0.01))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 8
    for store in opened:
        store.close()
