"""The store of objects: survives processes and threads, all or nothing, readable by its owner only."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from sandbox.providers.kubernetes.store import Key, Store


def key(name: str, *, cluster: str = "c", kind: str = "ConfigMap", namespace: str = "default") -> Key:
    return Key(cluster, "", kind, namespace, name)


def test_objects_survive_the_process(tmp_path: Path) -> None:
    first = Store(tmp_path / "kubernetes.db")
    first.put(key("one"), {"a": 1})
    revision = first.next_revision()
    first.close()
    second = Store(tmp_path / "kubernetes.db")
    assert second.get(key("one")) == {"a": 1}
    assert second.next_revision() == revision + 1
    second.close()


def test_two_stores_on_one_file_see_each_other(tmp_path: Path) -> None:
    first, second = Store(tmp_path / "kubernetes.db"), Store(tmp_path / "kubernetes.db")
    first.put(key("one"), {"a": 1})
    assert second.get(key("one")) == {"a": 1}
    assert second.delete(key("one"))
    assert first.get(key("one")) is None
    first.close()
    second.close()


def test_the_file_is_its_owners_only(tmp_path: Path) -> None:
    Store(tmp_path / "kubernetes.db").close()
    assert stat.S_IMODE((tmp_path / "kubernetes.db").stat().st_mode) == 0o600


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.transaction():
            store.put(key("two"), {})
            store.delete(key("one"))
            raise RuntimeError

    store.put(key("one"), {"a": 1})
    with pytest.raises(RuntimeError):
        fail()
    assert store.get(key("one")) == {"a": 1}
    assert store.get(key("two")) is None


def test_threads_take_turns(tmp_path: Path) -> None:
    store = Store(tmp_path / "kubernetes.db")
    revisions: list[int] = []

    def write(number: int) -> None:
        for index in range(20):
            with store.transaction():
                revisions.append(store.next_revision())
                store.put(key(f"{number}-{index}"), {})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(revisions) == list(range(1, 161))
    assert len(store.list("c")) == 160
    store.close()


def test_listing_is_narrowed_and_ordered(store: Store) -> None:
    store.put(key("b"), {"n": 1})
    store.put(key("a", namespace="ml"), {"n": 2})
    store.put(key("a", kind="Secret"), {"n": 3})
    store.put(key("a", cluster="other"), {"n": 4})
    assert [body["n"] for _, body in store.list("c")] == [1, 2, 3]
    assert [body["n"] for _, body in store.list("c", kind="ConfigMap", namespace="ml")] == [2]
    assert store.list("c", group="apps") == []
    assert store.clusters() == ["c", "other"]
    assert not store.delete(key("missing"))
