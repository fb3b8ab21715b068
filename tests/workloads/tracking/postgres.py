"""What MLflow's image has and this environment has not: as much of psycopg2 and SQLAlchemy as our code uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType, TracebackType
from typing import Any, Self


class OperationalError(Exception):
    """The database does not answer, or lets nobody in."""


@dataclass
class Database:
    """A database that knows its users by their password, and remembers what was done.

    Attributes:
        passwords: of each user who may come in with one.
        by_token: users who come in by IAM, here with any token.
        committed: the statements of every transaction that ended well.
        opened: how each connection was asked for.
        open_now: connections that nobody closed yet.
        refuses: a statement that fails.
    """

    passwords: dict[str, str] = field(default_factory=dict)
    by_token: frozenset[str] = frozenset()
    committed: list[str] = field(default_factory=list)
    opened: list[dict[str, Any]] = field(default_factory=list)
    open_now: int = 0
    refuses: str | None = None

    def connect(self, **asked: Any) -> Connection:
        """As `psycopg2.connect`."""
        self.opened.append(asked)
        user = asked["user"]
        if user not in self.by_token and self.passwords.get(user) != asked["password"]:
            raise OperationalError(f'authentication failed for user "{user}"')
        self.open_now += 1
        return Connection(self)


class Connection:
    """One transaction: kept if it ends well, else forgotten. It is its own cursor."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is None:
            self._database.committed += self._statements
        self._statements = []

    def cursor(self) -> Cursor:
        """As psycopg2's."""
        return Cursor(self)

    def execute(self, statement: str) -> None:
        """Note a statement until the transaction ends."""
        if statement == self._database.refuses:
            raise OperationalError("refused")
        self._statements.append(statement)

    def close(self) -> None:
        """As psycopg2's."""
        self._database.open_now -= 1


class Cursor:
    """As psycopg2's."""

    def __init__(self, connection: Connection) -> None:
        self.execute = connection.execute

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


class Sql(str):
    """A statement that takes quoted names only, as `psycopg2.sql.SQL`."""

    def format(self, *unnamed: object, **names: object) -> str:
        """Put quoted names in."""
        assert all(isinstance(name, Identifier) for name in (*unnamed, *names.values()))
        return super().format(*unnamed, **names)


class Identifier(str):
    """A quoted name, as `psycopg2.sql.Identifier`."""

    def __new__(cls, name: str) -> Self:
        return super().__new__(cls, '"' + name.replace('"', '""') + '"')


def psycopg2(database: Database) -> dict[str, ModuleType]:
    """The modules of psycopg2 by name, with this database behind every connection."""
    module, sql = ModuleType("psycopg2"), ModuleType("psycopg2.sql")
    vars(sql).update(SQL=Sql, Identifier=Identifier)
    vars(module).update(OperationalError=OperationalError, connect=database.connect, sql=sql)
    return {"psycopg2": module, "psycopg2.sql": sql}


def sqlalchemy(listeners: dict[tuple[str, str], Callable[..., Any]]) -> dict[str, ModuleType]:
    """The modules of SQLAlchemy by name; who listens to what is noted by class and event."""

    def listens_for(target: type, event: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def listen(listener: Callable[..., Any]) -> Callable[..., Any]:
            listeners[target.__name__, event] = listener
            return listener

        return listen

    module, event, engine = (ModuleType(f"sqlalchemy{part}") for part in ("", ".event", ".engine"))
    vars(event).update(listens_for=listens_for)
    vars(engine).update(Engine=type("Engine", (), {}))
    vars(module).update(event=event, engine=engine)
    return {made.__name__: made for made in (module, event, engine)}
