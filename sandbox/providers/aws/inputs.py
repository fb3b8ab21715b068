"""What Check makes of a program's inputs: mistakes found, the automatic name and `tagsAll` filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from protocol.values import Props, Secret, reveal
from sandbox.providers.aws.naming import random_suffix
from sandbox.providers.aws.resource import Resource
from sandbox.providers.aws.tags import merge_defaults
from sandbox.schema import Problem, check_inputs


def config(args: Props) -> Props:
    """The provider's configuration. Everything but text travels as JSON in text; the plugin asked for is left out."""
    return {name: _parsed(value) for name, value in args.items() if name not in ("version", "pluginDownloadURL")}


def completed(
    resource: Resource, logical: str, news: Props, olds: Props, seed: bytes, default_tags: Mapping[str, str]
) -> Props:
    """The inputs with everything that the provider decides.

    Args:
        resource: the type, in its region.
        logical: the resource's name in the program.
        news, olds: what the program says now; what was decided last time (empty for a new resource).
        seed: the engine's random seed; the name of a new resource comes from it.
        default_tags: the provider's.
    """
    inputs = {name: value for name, value in news.items() if value is not None}
    name = resource.name_property
    if name and name not in inputs and not (resource.prefix_property and resource.prefix_property in inputs):
        inputs[name] = olds.get(name) or resource.automatic_name(logical, random_suffix(seed, logical), reveal(inputs))
    if resource.tagging:
        tags = merge_defaults(default_tags, reveal(inputs.get("tags")))
        if tags:
            inputs["tagsAll"] = Secret(tags) if isinstance(inputs.get("tags"), Secret) else tags
    return inputs


def problems(resource: Resource, news: Props, inputs: Props) -> list[Problem]:
    """Every mistake in the inputs: by the SDK's type metadata, by length of the name, by the type's own rules."""
    found = check_inputs(resource.token, news)
    name = reveal(inputs.get(resource.name_property)) if resource.name_property else None
    if isinstance(name, str) and len(name) > resource.name_length_max:
        reason = f"at most {resource.name_length_max} characters, got {len(name)} ({name!r})"
        found.append(Problem(str(resource.name_property), reason))
    module = type(resource).__module__.replace(".", "/")
    reason = f"the sandbox does not support it on {resource.token}; add it to {module}.py"
    found += [Problem(unsupported, reason) for unsupported in sorted(resource.unsupported & news.keys())]
    # A type's own rules may rely on types being right.
    return found or resource.check(reveal(inputs))


def _parsed(value: Any) -> Any:
    if (isinstance(value, str) and value[:1] in ("{", "[")) or value in ("true", "false"):
        return json.loads(value)
    return value
