"""An order in which what is needed comes before what needs it."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def needed_first(needs: Mapping[str, Collection[str]]) -> tuple[list[str], set[tuple[str, str]]]:
    """Such an order, and the needs that must be left out for it: those that would close a circle.

    Args:
        needs: what each node needs; every node is a key. The order of both decides, where nothing else does.
    """
    order: list[str] = []
    back: set[tuple[str, str]] = set()
    done: dict[str, bool] = {}  # absent: not seen; False: on the way
    for start in needs:
        if start in done:
            continue
        done[start] = False
        waiting = [(start, iter(needs[start]))]
        while waiting:
            node, rest = waiting[-1]
            following = next(rest, None)
            if following is None:
                done[node] = True
                order.append(node)
                waiting.pop()
            elif following not in done:
                done[following] = False
                waiting.append((following, iter(needs[following])))
            elif not done[following]:
                back.add((node, following))
    return order, back
