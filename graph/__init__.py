"""A stack as a graph: what it holds, what needs what, where data goes; as a page, a picture, Mermaid or JSON."""

from graph.model import Cost, Edge, Finding, Graph, Kind, Node

__all__ = ["Cost", "Edge", "Finding", "Graph", "Kind", "Node"]
