"""`strata bootstrap`."""

from __future__ import annotations

from cli.arguments import DEFAULT_STACK, ExpectNoChanges, InSandbox, Json, Yes
from cli.bootstrap.options import (
    AlertEmail,
    AlertTopic,
    BudgetUsd,
    Environment,
    Forge,
    Login,
    Region,
    Repository,
    Scanning,
    Teardown,
    Wishes,
)
from cli.errors import OperationFailed


def bootstrap(
    environment: Environment = DEFAULT_STACK,
    *,
    repository: Repository = None,
    forge: Forge = None,
    budget_usd: BudgetUsd = None,
    alert_email: AlertEmail = None,
    alert_topic: AlertTopic = None,
    region: Region = None,
    scanning: Scanning = None,
    sandbox: InSandbox = False,
    yes: Yes = False,
    teardown: Teardown = False,
    login: Login = False,
    json: Json = False,
    expect_no_changes: ExpectNoChanges = False,
) -> None:
    """Make what an environment stands on.

    Before its first stack: a bucket for the state and a key for its secrets, roles for the repository's pipelines,
    a budget, and safe settings of the account. Shows what differs, asks, and brings it in line; run again, it mends
    what somebody has changed.
    """
    from cli.bootstrap.preparation import prepare
    from cli.bootstrap.run import Run
    from cli.render.bootstrap import BootstrapScreen
    from cli.workspace import Workspace
    from foundation import FoundationError

    options = {
        "repository": repository,
        "forge": forge,
        "budget_usd": budget_usd,
        "alert_emails": alert_email or None,
        "alert_topic": alert_topic,
        "region": region,
        "scanning": scanning,
    }
    chosen = {name: one for name, one in options.items() if one is not None}
    wishes = Wishes(yes=yes, teardown=teardown, login=login, expect_no_changes=expect_no_changes)
    workspace = Workspace.find()
    foundation, file = prepare(workspace, environment, chosen, sandbox=sandbox)
    screen = BootstrapScreen(foundation.names, json=json, sandbox=sandbox, teardown=teardown)
    try:
        Run(workspace.root, foundation, file, wishes, screen)()
    except FoundationError as error:
        raise OperationFailed(str(error)) from error
    finally:
        screen.end()
