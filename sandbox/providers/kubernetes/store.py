"""Where the emulated clusters keep their objects: one SQLite file for all of them, or memory."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from sandbox.patience import Waiting, current

Object = dict[str, Any]

LOCK_WAIT_S: Final = 0.5
"""How long SQLite itself waits for another process, before the person is told and it is tried again."""

_TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    cluster TEXT, api_group TEXT, kind TEXT, namespace TEXT, name TEXT, body TEXT NOT NULL,
    PRIMARY KEY (cluster, api_group, kind, namespace, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revision (last INTEGER NOT NULL);
INSERT INTO revision SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM revision);
"""


class Key(NamedTuple):
    """Where an object stands; every version of a kind shares its place, as in a real cluster.

    Attributes:
        cluster: the API server's URL.
        group: `apps`; empty for the core group.
        kind: `Deployment`.
        namespace: empty for kinds without namespaces.
        name: the object's name.
    """

    cluster: str
    group: str
    kind: str
    namespace: str
    name: str


class Store:
    """Objects of many clusters. Safe for threads, and for several processes on one file.

    Args:
        path: the file, made when it is missing and readable by its owner only; `:memory:` keeps nothing.
        lock_wait_s: how long each attempt waits for another process.

    Raises:
        sqlite3.Error: the file cannot be used, or another process holds it longer than anybody's patience; any method.
    """

    def __init__(self, path: Path | str, lock_wait_s: float = LOCK_WAIT_S) -> None:
        if str(path) != ":memory:":
            # It holds the clusters' Secrets, as etcd does.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._lock = threading.RLock()
        self._depth = 0
        self._database = sqlite3.connect(path, timeout=lock_wait_s, isolation_level=None, check_same_thread=False)
        self._finish = weakref.finalize(self, self._database.close)
        self._execute_when_free("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        with self.transaction():
            for statement in _TABLES.split(";\n"):
                self._database.execute(statement)

    def close(self) -> None:
        """Let go of the file; the end of the process does it, too."""
        with self._lock:
            self._finish()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what happens inside, and nobody else's writes in between."""
        self._begin()
        try:
            try:
                yield
            finally:
                self._depth -= 1
            if self._depth == 0:
                self._database.execute("COMMIT")
        except BaseException:
            if self._depth == 0 and self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise
        finally:
            self._lock.release()

    def _begin(self) -> None:
        """Take the turn among the threads; the outermost transaction takes that among the processes, too."""
        waiting = current().waiting()
        while True:
            self._lock.acquire()
            try:
                if self._depth == 0:
                    self._database.execute("BEGIN IMMEDIATE")
                self._depth += 1
            except BaseException as error:
                self._lock.release()
                if not _may_go_on(error, waiting):
                    raise
            else:
                return

    def _execute_when_free(self, statement: str) -> None:
        waiting = current().waiting()
        while True:
            try:
                self._database.execute(statement)
            except sqlite3.OperationalError as error:
                if not _may_go_on(error, waiting):
                    raise
            else:
                return

    def next_revision(self) -> int:
        """A number that no object has borne yet."""
        with self.transaction():
            self._database.execute("UPDATE revision SET last = last + 1")
            return int(self._database.execute("SELECT last FROM revision").fetchone()[0])

    def get(self, key: Key) -> Object | None:
        """The object at a place."""
        with self._lock:
            row = self._database.execute(
                "SELECT body FROM objects WHERE (cluster, api_group, kind, namespace, name) = (?, ?, ?, ?, ?)", key
            ).fetchone()
        return None if row is None else dict(json.loads(row[0]))

    def put(self, key: Key, body: Object) -> None:
        """Write an object, whether or not there is one."""
        with self.transaction():
            self._database.execute("REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?)", (*key, json.dumps(body)))

    def delete(self, key: Key) -> bool:
        """Remove an object; False when there was none."""
        with self.transaction():
            cursor = self._database.execute(
                "DELETE FROM objects WHERE (cluster, api_group, kind, namespace, name) = (?, ?, ?, ?, ?)", key
            )
            return cursor.rowcount > 0

    def clusters(self) -> list[str]:
        """The clusters that hold anything."""
        with self._lock:
            rows = self._database.execute("SELECT DISTINCT cluster FROM objects ORDER BY cluster").fetchall()
        return [row[0] for row in rows]

    def list(
        self, cluster: str, *, group: str | None = None, kind: str | None = None, namespace: str | None = None
    ) -> list[tuple[Key, Object]]:
        """What a cluster holds, by group, kind, namespace and name; narrowed by what is given."""
        wanted = {"cluster": cluster, "api_group": group, "kind": kind, "namespace": namespace}
        given = {column: value for column, value in wanted.items() if value is not None}
        condition = " AND ".join(f"{column} = ?" for column in given)
        with self._lock:
            rows = self._database.execute(
                f"SELECT * FROM objects WHERE {condition} ORDER BY api_group, kind, namespace, name",  # noqa: S608
                tuple(given.values()),
            ).fetchall()
        return [(Key(*row[:5]), json.loads(row[5])) for row in rows]


def _may_go_on(error: BaseException, waiting: Waiting) -> bool:
    """Whether it was only that another process wrote, and it is time for the next attempt."""
    if not isinstance(error, sqlite3.OperationalError) or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
        return False
    if waiting.again("another process writes to the sandbox's Kubernetes store"):
        return True
    current().story = waiting.story
    return False
