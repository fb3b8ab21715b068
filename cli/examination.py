"""Has what is left of a stack looked for: in the sandbox, or in the account that the credentials lead to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from cli.engines import Engine, Whereabouts
from cli.errors import OperationFailed
from cli.render.report import DEFAULT_REGION

if TYPE_CHECKING:
    from audit import Client, Finding, Owner, Report
    from cli.workspace import Workspace
    from engine.resource import ResourceState


def examine(
    workspace: Workspace, engine: Engine, recorded: Sequence[ResourceState], before: Sequence[ResourceState] = ()
) -> Report:
    """Ask the account by tag, and the clusters, for everything of a stack, and judge it by the recorded state.

    Args:
        workspace: the project, and the sandbox's folder.
        engine: what keeps the stack.
        recorded: the resources in the stack's state now.
        before: the resources that were in it when the command began.

    Raises:
        OperationFailed: the account does not answer, or refuses.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    from audit import Owner, ask_account, assess
    from audit.recorded import endpoints, names

    where = engine.whereabouts()
    owner = Owner(workspace.project.name, engine.stack)
    try:
        found = ask_account(client_of(where), owner)
    except (BotoCoreError, ClientError) as error:
        raise OperationFailed(f"{engine.stack}: what is left is not known, for AWS does not tell: {error}") from error
    unasked = []
    if where.endpoint:
        found += _in_clusters(workspace, owner, found, endpoints([*before, *recorded]))
    else:
        unasked.append(
            "what is in the cluster: only the account was asked, which names load balancers and volumes, too"
        )
    return assess(found, names(recorded), where.region or DEFAULT_REGION, unasked)


def client_of(where: Whereabouts) -> Client:
    """Clients for the sandbox's AWS, with dummy credentials; elsewhere with those that boto3 finds, as the CLIs do."""
    if where.endpoint:
        from sandbox.providers.aws.session import AwsSession

        return AwsSession(where.endpoint, where.region or DEFAULT_REGION).client
    import boto3

    session = boto3.Session(region_name=where.region)

    @cache
    def client(service: str) -> Any:
        return session.client(service)

    return client


def _in_clusters(workspace: Workspace, owner: Owner, found: Sequence[Finding], ours: set[str]) -> list[Finding]:
    from audit import ask_clusters
    from sandbox.providers.kubernetes.store import Store

    file = workspace.home / "kubernetes.db"
    if not file.exists():
        return []
    store = Store(file)
    try:
        living = {str(one.facts["endpoint"]) for one in found if one.item == "eks/cluster"}
        return ask_clusters(store, owner, ours=ours | living, others=())
    finally:
        store.close()
