"""The whole foundation of an environment: its pieces in the order in which they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from foundation.account_settings import account_settings
from foundation.budget import Budget
from foundation.difference import Difference
from foundation.errors import explained
from foundation.guard import Guard
from foundation.identity_provider import IdentityProvider
from foundation.log_bucket import LogBucket
from foundation.managed_policy import ManagedPolicy
from foundation.names import Names
from foundation.permissions import boundary, compiled, trust
from foundation.piece import Piece
from foundation.role import Role, RoleSettings
from foundation.secrets_key import SecretsKey
from foundation.settings import EnvironmentSettings
from foundation.state_bucket import StateBucket

Stopped = Callable[[], bool]
"""Whether nothing more is to be begun."""
_KEY_TO_COME = "the key that is to be made"


@dataclass(frozen=True)
class Foundation:
    """An environment's foundation.

    Attributes:
        names: what all of it is called, and the account.
        settings: what it is to be.
    """

    names: Names
    settings: EnvironmentSettings

    def pieces(self) -> Iterator[Piece]:
        """All that is to be there, each after what it needs. Each is asked for once those before it are made."""
        names, settings = self.names, self.settings
        guard, key = Guard(names), SecretsKey(names)
        yield from (guard, key, LogBucket(names, settings.access_logs_days))
        yield StateBucket(names, key, settings.state_versions_days)
        if settings.repository:
            yield from self._identities(key, guard)
        if settings.budget_usd:
            yield Budget(names, settings)
        yield from account_settings(names, guard, settings)

    def unwanted(self) -> list[Piece]:
        """What settings may ask for and these do not: it goes, if it is there from before."""
        wanted = {(type(piece), piece.name) for piece in self.pieces()}
        return [piece for piece in self._everything() if (type(piece), piece.name) not in wanted]

    def look(self) -> list[Difference]:
        """What a bootstrap would do.

        Raises:
            FoundationError: AWS does not answer, or refuses.
        """
        wrong = [one for piece in self.pieces() for one in _told(piece, piece.look)]
        gone = [one for piece in self.unwanted() for one in _told(piece, piece.look_for_removal)]
        return [*wrong, *(one for one in gone if one.changes)]

    def apply(self, stopped: Stopped = lambda: False) -> Iterator[Difference]:
        """Do it; each thing is told once it is done.

        Raises:
            FoundationError: AWS does not answer, or refuses. What is done stays, and the next run goes on from there.
        """
        yield from _done(((piece, piece.apply) for piece in self.pieces()), stopped)
        if not stopped():
            gone = _done(((piece, piece.remove) for piece in self.unwanted()), stopped)
            yield from (one for one in gone if one.changes)

    def look_for_removal(self) -> list[Difference]:
        """What a teardown would do. Raises as `look`."""
        return [one for piece in self._everything() for one in _told(piece, piece.look_for_removal)]

    def remove(self, stopped: Stopped = lambda: False) -> Iterator[Difference]:
        """Do it. Raises as `apply`."""
        yield from _done(((piece, piece.remove) for piece in self._everything()), stopped)

    def stacks(self) -> dict[str, int | None]:
        """How many resources each stack in the state bucket lists; None where that cannot be told. Raises as `look`."""
        bucket = next(piece for piece in self.pieces() if isinstance(piece, StateBucket))
        with _explaining(bucket):
            return bucket.stacks()

    def _everything(self) -> list[Piece]:
        """All that any settings can ask for, in the order of its removal.

        Last comes what remembers how the account was, and who needs what is shared.
        """
        others = [
            self.settings.model_copy(update={"repository": "any/any", "forge": forge, "budget_usd": 1.0})
            for forge in ("github", "gitlab")
        ]
        found = {(type(piece), piece.name): piece for one in others for piece in Foundation(self.names, one).pieces()}
        return list(found.values())[::-1]

    def _identities(self, key: SecretsKey, guard: Guard) -> Iterator[Piece]:
        names, settings = self.names, self.settings
        provider = IdentityProvider(names, settings)
        yield provider
        yield ManagedPolicy(names, names.boundary, boundary.statements(names))
        arn = key.arn or _KEY_TO_COME
        roles = (
            (names.deploy_role, "deploys", trust.deploying(provider, settings, names.environment), compiled.deploying),
            (names.preview_role, "previews", trust.previewing(provider, settings), compiled.previewing),
        )
        for name, does, trusted, allowed in roles:
            policies = [ManagedPolicy(names, f"{name}-{part}", said) for part, said in allowed(names, arn).items()]
            yield from policies
            description = f"A pipeline of {settings.repository} {does} {names.prefix}"
            yield Role(names, RoleSettings(name, description, trusted, [*(one.arn for one in policies), guard.arn]))


def _done(work: Iterable[tuple[Piece, Callable[[], Iterator[Difference]]]], stopped: Stopped) -> Iterator[Difference]:
    for piece, do in work:
        if stopped():
            return
        with _explaining(piece):
            yield from do()


def _told(piece: Piece, look: Callable[[], list[Difference]]) -> list[Difference]:
    with _explaining(piece):
        return look()


@contextmanager
def _explaining(piece: Piece) -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise explained(error, f"{piece.kind} {piece.name}") from error
