"""What the checks look at: this machine, a project, and, if one is named, a stack and the account it is in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doctor.check import CannotTell

if TYPE_CHECKING:
    from doctor.declared import Declared
    from engine import Stack
    from sandbox.environment import Sandbox

Client = Callable[[str], Any]
"""The boto client of a service, such as `ec2`, in the stack's region."""


class NoAccount(CannotTell):
    """There is no account to ask.

    Attributes:
        mend: the command that mends it.
    """

    def __init__(self, why: str, mend: str) -> None:
        super().__init__(why)
        self.mend = mend


@dataclass(kw_only=True)
class Subject:
    """What the checks look at.

    Attributes:
        root: the project's folder.
        sandbox: the project's sandbox.
        in_sandbox: whether the sandbox is looked at instead of the cloud.
        stack: the stack; None to look at the machine alone.
        region: the AWS region; None where nobody names one.
        open_account: makes the clients of the account; raises `NoAccount` where there is none.
        ends_soon: whether the credentials last for less than a quarter of an hour.
        assumed_role: the ARN of the role that the stack works with; None where it works as the caller.
        typed: how the person types this command, for commands that are proposed.
    """

    root: Path
    sandbox: Sandbox
    in_sandbox: bool
    open_account: Callable[[], Client]
    ends_soon: Callable[[], bool] = lambda: False
    stack: Stack | None = None
    region: str | None = None
    assumed_role: str | None = None
    typed: str = "strata"
    _declared: Declared | None = None
    _client: Client | None = None
    _refusal: NoAccount | None = None
    _clients: dict[str, Any] = field(default_factory=dict)
    _opening: threading.Lock = field(default_factory=threading.Lock)

    @property
    def flags(self) -> str:
        """What follows the stack's name in commands that are proposed."""
        return " --sandbox" if self.in_sandbox else ""

    @property
    def named(self) -> Stack:
        """The stack.

        Raises:
            CannotTell: none is looked at.
        """
        if self.stack is None:
            raise CannotTell("no stack is named")
        return self.stack

    @property
    def declared(self) -> Declared:
        """What the stack declares.

        Raises:
            CannotTell: it could not be planned.
        """
        if self._declared is None:
            raise CannotTell("the stack cannot be planned; see `program`")
        return self._declared

    def plan(self, declared: Declared) -> None:
        """Take note of what the stack declares."""
        self._declared = declared

    def aws(self, service: str) -> Any:
        """The client of a service of AWS.

        Raises:
            NoAccount: there is none to ask.
        """
        with self._opening:  # neither a session nor what makes a client is made for several threads
            if self._refusal:
                raise self._refusal
            try:
                if self._client is None:
                    self._client = self.open_account()
            except NoAccount as refusal:
                self._refusal = refusal
                raise
            if service not in self._clients:
                self._clients[service] = self._client(service)
            return self._clients[service]
