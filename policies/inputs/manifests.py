"""Kubernetes manifests as resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from policies.inputs import InputError
from policies.inputs.documents import read_yaml
from policies.inputs.values import understand
from policies.resource import Resource
from policies.stack import Stack

ENDINGS = (".yaml", ".yml", ".json")


def read_manifests(paths: Iterable[Path]) -> Stack:
    """The objects in files, and in all files below folders.

    Raises:
        InputError: names every file that is wrong, and how.
    """
    resources: list[Resource] = []
    mistakes: list[str] = []
    for file in _files(paths):
        try:
            for index, document in enumerate(read_yaml(file), start=1):
                resources += _objects(document, f"{file}#{index}")
        except InputError as error:
            mistakes.append(str(error))
    if mistakes:
        raise InputError("\n".join(mistakes))
    return Stack(resources)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(file for file in path.rglob("*") if file.suffix in ENDINGS and file.is_file())
        if not found:
            raise InputError(f"{path}: has no file that ends in {', '.join(ENDINGS)}")
        yield from found


def _objects(document: Any, where: str) -> Iterator[Resource]:
    """A document's objects; what a List holds is each on its own."""
    if not isinstance(document, dict) or not all(isinstance(document.get(key), str) for key in ("apiVersion", "kind")):
        raise InputError(f"{where}: is no Kubernetes object: apiVersion and kind must be texts")
    items = document.get("items")
    if document["kind"].endswith("List") and isinstance(items, list):
        for index, item in enumerate(items):
            yield from _objects(item, f"{where}.items[{index}]")
        return
    metadata = document.get("metadata")
    named = metadata if isinstance(metadata, dict) else {}
    name = str(named.get("name") or named.get("generateName") or "?")
    api = document["apiVersion"]
    token = f"kubernetes:{api if '/' in api else f'core/{api}'}:{document['kind']}"
    yield Resource(urn=f"{where}::{token}::{name}", type=token, name=name, properties=understand(document))
