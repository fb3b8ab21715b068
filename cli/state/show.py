"""`strata state show`."""

from __future__ import annotations

from cli.arguments import InSandbox, Json, Resource, ShowSecrets, StackName


def show(
    stack: StackName,
    resource: Resource,
    *,
    sandbox: InSandbox = False,
    show_secrets: ShowSecrets = False,
    json: Json = False,
) -> None:
    """Show what is on record of one resource."""
    from cli.render.resource import resource_lines, resource_record
    from cli.render.screen import screen
    from cli.state.opening import open_stack
    from engine import state
    from engine.inventory import dependents
    from engine.selection import select

    opened = open_stack(
        stack,
        sandbox=sandbox,
        strata=f"state show {stack} '{resource}'",
        pulumi=f"pulumi state get --stack {stack} '{resource}'",
    )
    snapshot = state.load(opened.backend, opened.project.name, opened.name, opened.crypter).snapshot
    (found,) = select(snapshot, [resource])
    record = resource_record(found, dependents=list(dependents(snapshot, found)), show_secrets=show_secrets)
    if json:
        screen(json=True).facts(record)
    else:
        screen().say("\n".join(resource_lines(record)))
