"""A stack as a graph: as it would be, or as it is on record."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cli.command_name import command_name
from cli.errors import UsageError
from cli.graphs.costs import costs_of
from cli.graphs.findings import findings_of
from cli.graphs.nodes import edges_of, is_default_provider, nodes_of
from cli.planning import plan
from cli.render.console import console
from graph import Graph
from graph.flows import with_flows

if TYPE_CHECKING:
    from cli.workspace import Workspace
    from engine import Stack
    from engine.resource import ResourceState


def planned_graph(workspace: Workspace, name: str) -> Graph:
    """A stack as it would be, planned in the sandbox; what would be deleted is in it, too.

    Raises:
        UsageError: its settings of policies or costs, or its waivers, hold mistakes.
        ProgramFailed: it cannot be planned; why has been shown.
        engine.errors.EngineError, sandbox.environment.SandboxError: with a message for people.
    """
    with console(sys.stderr).status(f"Planning {name}"):
        planned = plan(workspace, name)
    there = {one.urn for one in planned.resources}
    leaving = [one for one in planned.leaving if one.urn not in there]
    return _graph(planned.stack, "planned", planned.resources, leaving, planned.steps)


def recorded_graph(workspace: Workspace, name: str) -> Graph:
    """A stack as the sandbox has it on record.

    Raises:
        UsageError: nothing is on record; or as for `planned_graph`.
        engine.errors.EngineError: the state is damaged, or the passphrase does not open its secrets.
    """
    stack = workspace.stack(name)
    resources = workspace.recorded(stack)
    if not resources:
        raise UsageError(
            f"nothing is on record of {name}: it is not up in the sandbox\n"
            f"  as it would be:  {command_name()} graph {name}\n"
            f"  bring it up:     {command_name()} up {name} --sandbox"
        )
    return _graph(stack, "recorded", resources, [], {})


def _graph(
    stack: Stack,
    origin: str,
    resources: Sequence[ResourceState],
    leaving: Sequence[ResourceState],
    steps: Mapping[str, str],
) -> Graph:
    staying = [one for one in resources if not one.delete]
    shown = [one for one in (*staying, *leaving) if not is_default_provider(one.urn)]
    costs, notes = costs_of(stack, staying)
    nodes = nodes_of(shown, steps, findings_of(stack, staying), costs)
    if waiting := len(resources) - len(staying):
        notes += [f"{waiting} replaced resources that only wait for their deletion are left out"]
    return with_flows(Graph.of(f"{stack.project.name}/{stack.name}", origin, nodes, edges_of(shown), notes))
