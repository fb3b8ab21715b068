"""`strata add endpoint`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.add.options import Cpus, DryRun, Gpus, MemoryGib, StackOption
from cli.arguments import DEFAULT_STACK, Json
from cli.errors import UsageError

Name = Annotated[str, typer.Argument(metavar="NAME", help="The endpoint, and the first part of its host.")]
Model = Annotated[str, typer.Option("--model", metavar="MODEL/VERSION", help="What it serves, e.g. fraud/7.")]
Format = Annotated[
    str | None, typer.Option("--format", help="The model's, for KServe: sklearn, xgboost, onnx…", show_default=False)
]
Image = Annotated[
    str | None,
    typer.Option("--image", metavar="REPOSITORY:TAG[@DIGEST]", help="One of your own, instead.", show_default=False),
]
Port = Annotated[int | None, typer.Option("--port", help="Where the image listens.", show_default=False)]
Pool = Annotated[str | None, typer.Option("--pool", help="The nodes it runs on; else any.", show_default=False)]
Fewest = Annotated[int | None, typer.Option("--replicas-min", help="The fewest replicas.", show_default=False)]
Most = Annotated[int | None, typer.Option("--replicas-max", help="The most replicas.", show_default=False)]


def endpoint(
    name: Name,
    *,
    model: Model,
    stack: StackOption = DEFAULT_STACK,
    format: Format = None,  # noqa: A002 - as the setting
    image: Image = None,
    port: Port = None,
    pool: Pool = None,
    replicas_min: Fewest = None,
    replicas_max: Most = None,
    cpus: Cpus = None,
    memory_gib: MemoryGib = None,
    gpus: Gpus = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Add an endpoint: a model that answers requests.

    Either KServe runs it, by its format, or an image of your own.
    """
    from cli.add.addition import add_to_stack, chosen

    if (format is None) == (image is None):
        raise UsageError("give either --format, for KServe, or --image, of your own")
    resources = chosen({"cpus": cpus, "memory_gib": memory_gib, "gpus": gpus})
    settings = {
        "kind": "kserve" if image is None else "deployment",
        "format": format,
        "model": model,
        "image": read_image(image) if image is not None else None,
        "port": port,
        "pool": pool,
        "replicas_min": replicas_min,
        "replicas_max": replicas_max,
        "resources": {name: int(value) if value == int(value) else value for name, value in resources.items()} or None,
    }
    add_to_stack("endpoint", name, stack, settings, dry_run=dry_run, json=json)


def read_image(text: str) -> dict[str, Any]:
    """An image in its parts.

    Raises:
        UsageError: it has no tag.
    """
    reference, _, digest = text.partition("@")
    repository, _, tag = reference.rpartition(":")
    if not repository or "/" in tag:
        raise UsageError(f"--image is written REPOSITORY:TAG or REPOSITORY:TAG@sha256:…, got {text!r}")
    return {"repository": repository, "tag": tag} | ({"digest": digest} if digest else {})
