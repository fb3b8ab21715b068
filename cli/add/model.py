"""`strata add model`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.add.options import DryRun, StackOption
from cli.arguments import DEFAULT_STACK, Json

Name = Annotated[str, typer.Argument(metavar="NAME", help="The model, and its image repository.")]


def model(name: Name, *, stack: StackOption = DEFAULT_STACK, dry_run: DryRun = False, json: Json = False) -> None:
    """Add a model to the registry: a repository for the images that train and serve it.

    Its versions need no setting: they lie as NAME/VERSION in the bucket of models, which is there already. `strata add
    endpoint` serves one.
    """
    from cli.add.addition import add_to_stack

    add_to_stack("model", name, stack, {}, dry_run=dry_run, json=json)
