"""Draw the platform from a stack's state, as `strata graph --format svg` does: components, and what each needs.

    .venv/bin/python scripts/picture.py .strata/sandbox/.pulumi/stacks/strata/dev.json > docs/platform.svg

`make docs` does so from a dev of its own; `tests/docs/test_readme.py` fails when `docs/platform.svg` is stale. Costs
and findings, which come and go with prices and rules, are no part of the picture; nor are providers of a whole account.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from graph import Edge, Graph, Kind, Node
from graph.svg import as_svg


def read_graph(state: dict[str, Any]) -> Graph:
    """The graph of a version-3 checkpoint: no property is read, so that no passphrase is needed."""
    resources = state["checkpoint"]["latest"]["resources"]
    stack = next(one["urn"] for one in resources if one["type"] == "pulumi:pulumi:Stack")
    shown = [
        one
        for one in resources
        if not (one["type"].startswith("pulumi:providers:") and one.get("parent", stack) == stack)
    ]
    names = {one["urn"]: one["urn"].rpartition("::")[2] for one in shown}
    nodes = [
        Node(urn=urn, name=names[urn], type=one["type"], custom=one["custom"], parent=one.get("parent", ""))
        for one in shown
        for urn in [one["urn"]]
    ]
    edges = [edge for one in shown for edge in _edges(one) if edge.target in names]
    return Graph.of(names[stack], "recorded", nodes, edges)


def _edges(resource: dict[str, Any]) -> list[Edge]:
    urn = resource["urn"]
    edges = [Edge(source=urn, target=one, kind=Kind.DEPENDS_ON) for one in resource.get("dependencies") or ()]
    provider = resource.get("provider", "").rpartition("::")[0]
    return [*edges, *([Edge(source=urn, target=provider, kind=Kind.PROVIDER)] if provider else [])]


if __name__ == "__main__":
    sys.stdout.write(as_svg(read_graph(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
