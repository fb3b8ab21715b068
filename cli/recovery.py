"""What `strata recover` asks the sandbox for: its providers, and the clusters that a stack's releases live in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.workspace import Workspace
    from engine import Stack
    from engine.finding import Finding, Stage
    from sandbox.providers.kubernetes.control_plane import ControlPlane
    from sandbox.providers.kubernetes.helm.stuck import Stuck


def provider_stages(workspace: Workspace, stack: Stack) -> list[Stage]:
    """The stages that need more than the stack's files."""
    return [lambda: _pending(workspace, stack), lambda: _releases(workspace, stack)]


def _pending(workspace: Workspace, stack: Stack) -> Iterator[Finding]:
    from engine.finding import Finding
    from engine.pending_repair import pending_findings, pending_operations
    from sandbox.environment import SandboxError

    pending = pending_operations(stack)
    if not pending:
        return
    try:
        workspace.sandbox.start()
    except SandboxError as error:
        for operation in pending:
            found = f"an operation was cut off while {operation.kind} it, and nobody can be asked: {error}"
            yield Finding("pending", operation.resource.urn, found, "see the message")
        return
    yield from pending_findings(stack, workspace.sandbox.providers())


def _releases(workspace: Workspace, stack: Stack) -> Iterator[Finding]:
    from engine import state
    from engine.errors import EngineError
    from engine.finding import Finding
    from protocol.values import reveal
    from sandbox.providers.kubernetes.helm import stuck

    try:
        resources = state.load(stack.backend, stack.project.name, stack.name, stack.crypter).snapshot.resources
    except EngineError:  # told already
        return
    providers = [one for one in resources if one.type == "pulumi:providers:kubernetes"]
    clusters = workspace.sandbox.clusters(reveal(one.inputs.get("kubeconfig")) for one in providers)
    for server, cluster in clusters.items():
        for one in stuck.find(cluster):
            subject = f"{one.namespace}/{one.name} in {server}"
            found = f"Helm release, revision {one.revision}: {one.status}, and whoever was at it has ended"
            yield Finding("release", subject, found, _remedy(one), _clearing(cluster, one))


def _remedy(release: Stuck) -> str:
    if release.deployed:
        return f"go back to revision {release.deployed}, as `helm rollback` does; the next `up` upgrades it again"
    return "remove its record, as `helm uninstall` does; the next `up` installs it again"


def _clearing(cluster: ControlPlane, release: Stuck) -> Callable[[], str]:
    def clear() -> str:
        from engine.errors import EngineError
        from protocol.provider import ProviderError
        from sandbox.providers.kubernetes.helm import stuck

        try:
            stuck.clear(cluster, release)
        except ProviderError as error:
            raise EngineError(str(error)) from error
        return f"revision {release.deployed} counts again" if release.deployed else "its record is removed"

    return clear
