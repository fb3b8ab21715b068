"""Where a foundation is made: the sandbox, or the account that the credentials lead to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cli.errors import Unprepared, UsageError

if TYPE_CHECKING:
    from cli.engines.official.settings import StackSettings
    from cli.workspace import Workspace
    from foundation import Account, EnvironmentSettings


def find(
    workspace: Workspace, stack: StackSettings, settings: EnvironmentSettings, *, environment: str, sandbox: bool
) -> Account:
    """The account, asked who one is there.

    Raises:
        Unprepared: there are no credentials, or they are refused.
        UsageError: they lead to another account than last time.
    """
    from foundation import Account, connect

    if sandbox:
        from sandbox.providers.aws.session import AwsSession

        workspace.sandbox.start()
        session = AwsSession(workspace.sandbox.endpoint, settings.region)
        return Account.of(session.client, settings.region)
    from cli.engines.official.account import Unknown, identify

    try:
        # The foundation is made with the credentials themselves: a role for the stacks may not be there yet.
        who = identify(replace(stack, region=settings.region, role=None))
    except Unknown as unknown:
        raise Unprepared(f"{environment} cannot be bootstrapped", unknown.missing) from None
    if settings.account not in (None, who.number):
        raise UsageError(
            f"{environment} is in account {settings.account}, says stacks/bootstrap.yaml; "
            f"these credentials lead to {who.number}, as {who.role}"
        )
    return Account(connect(settings.region, stack.profile), who.number, settings.region, who.role)
