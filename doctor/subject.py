"""What the checks look at: this machine, a project, and, if one is named, a stack and the account it is in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doctor.check import CannotTell
from sandbox.aws.server import IDENTITY_PATH
from sandbox.errors import SandboxError

if TYPE_CHECKING:
    from doctor.declared import Declared
    from engine import Stack
    from sandbox.environment import Sandbox

DEFAULT_REGION = "us-east-1"
"""Where the sandbox looks for what names no region, as the AWS provider does."""

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
        open_account: makes the clients of the account, unless it is the sandbox's; raises `NoAccount` if there is none.
        ends_soon: whether the credentials last for less than a quarter of an hour.
        sealed_by: what encrypts the stack's secrets, unless that is a passphrase.
        assumed_role: the ARN of the role that the stack works with; None where it works as the caller.
        backend_url: where the Pulumi CLI keeps the stack; may raise `CannotTell`.
        exported: the stack's deployment as that backend has it; may raise `CannotTell`.
        typed: how the person types this command, for commands that are proposed.
    """

    root: Path
    sandbox: Sandbox
    in_sandbox: bool
    open_account: Callable[[], Client] | None = None
    ends_soon: Callable[[], bool] = lambda: False
    backend_url: Callable[[], str] = lambda: _unknown("where the stack is kept")
    exported: Callable[[], Any] = lambda: _unknown("what its backend has of the stack")
    stack: Stack | None = None
    region: str | None = None
    sealed_by: str = ""
    assumed_role: str | None = None
    typed: str = "strata"
    _declared: Declared | None = None
    _client: Client | None = None
    _refusal: NoAccount | None = None
    _clients: dict[str, Any] = field(default_factory=dict)
    _opening: threading.Lock = field(default_factory=threading.Lock)

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
                    self._client = self.open_account() if self.open_account else self._sandboxed()
            except NoAccount as refusal:
                self._refusal = refusal
                raise
            if service not in self._clients:
                self._clients[service] = self._client(service)
            return self._clients[service]

    def reached_at(self, service: str) -> str:
        """Where to ask whether a service is there. The sandbox answers to its own name whatever else it is at.

        Raises:
            NoAccount: there is none to ask.
        """
        endpoint = str(self.aws(service).meta.endpoint_url)
        return f"{endpoint}{IDENTITY_PATH}" if self.in_sandbox else endpoint

    def _sandboxed(self) -> Client:
        from sandbox.providers.aws.session import AwsSession  # noqa: PLC0415

        try:
            return AwsSession(self.sandbox.endpoint, self.region or DEFAULT_REGION).client
        except SandboxError as error:
            raise NoAccount(str(error), f"{self.typed} sandbox status") from error


def _unknown(what: str) -> Any:
    raise CannotTell(f"nobody tells {what}")
