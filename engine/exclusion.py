"""What a destroy leaves alone: the excluded resources, and everything that they need."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence

from engine.dependencies import needs
from engine.errors import UnsupportedError
from engine.gate import Stopped
from engine.operation import Operation, Options
from engine.progress import Progress
from engine.resource import ResourceState
from engine.targets import Targets


def exclusions(options: Options, operation: Operation, recorded: Collection[str], progress: Progress) -> Targets:
    """What an operation excludes. Nothing may go because its name was mistyped, or because nobody heeded it.

    Raises:
        UnsupportedError: the operation heeds no exclusion.
        Stopped: one names nothing, which has been reported.
    """
    excluded = Targets(options.excluded)
    if excluded and (operation is not Operation.DESTROY or options.targets):
        raise UnsupportedError("only a destroy, and one without targets, can exclude resources")
    unmatched = excluded.unmatched(recorded)
    for pattern in unmatched:
        progress.error(f"no resource of the stack matches the exclusion {pattern}; nothing was deleted")
    if unmatched:
        raise Stopped("an exclusion matches nothing")
    return excluded


def spared(resources: Sequence[ResourceState], excluded: Targets) -> dict[str, str]:
    """Why each resource stays, by URN: the URN of the excluded resource that needs it; its own when it is excluded.

    What was replaced and is still to be deleted has the URN of its replacement, and stays with it.
    """
    if not excluded:
        return {}
    by_urn: dict[str, list[ResourceState]] = {}
    for state in resources:
        by_urn.setdefault(state.urn, []).append(state)
    reasons = {urn: urn for urn in by_urn if excluded.match(urn)}
    frontier = deque(reasons)
    while frontier:
        urn = frontier.popleft()
        for needed in dict.fromkeys(name for state in by_urn[urn] for name in needs(state)):
            if needed in by_urn and needed not in reasons:
                reasons[needed] = reasons[urn]
                frontier.append(needed)
    return reasons
