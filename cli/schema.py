"""`strata schema`."""

from __future__ import annotations


def schema() -> None:
    """Print the JSON Schema of the stack files.

    For editors and other tools. New projects have it as stacks/schema.json, and their editors know it.
    """
    from cli.render.screen import deployment
    from scaffold.schema import text

    deployment(text().encode())
