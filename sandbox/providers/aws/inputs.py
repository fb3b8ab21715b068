"""What Check makes of a program's inputs: mistakes found, the automatic name and `tagsAll` filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from protocol.provider import ProviderError
from protocol.values import Props, Secret, contains_secret, contains_unknown, reveal
from sandbox.patience import current
from sandbox.providers.aws.naming import name_with_prefix, random_suffix, suffix_of
from sandbox.providers.aws.resource import Resource, document
from sandbox.providers.aws.tags import merge_defaults
from sandbox.schema import Problem, check_inputs

PROVIDER_TOKEN = "pulumi:providers:aws"

_ENGINE_SETTINGS = {"version", "pluginDownloadURL"}
_UNSUPPORTED = {"endpoints", "ignoreTags"}
"""Settings that would change what a program does; those that only concern the way to a real account are passed over."""


def config_problems(news: Props) -> list[Problem]:
    """Every mistake in the provider's configuration, and what the sandbox cannot do."""
    args = {name: _parsed(value) for name, value in news.items() if name not in _ENGINE_SETTINGS}
    problems = check_inputs(PROVIDER_TOKEN, args)
    unsupported = sorted(_UNSUPPORTED & args.keys())
    return problems + [Problem(name, "the AWS sandbox does not support it") for name in unsupported]


def settings(args: Props) -> tuple[str, dict[str, str]]:
    """The region and the default tags of a configured provider.

    Raises:
        ProviderError: there is no region.
    """
    region = reveal(args.get("region"))
    if not isinstance(region, str):
        raise ProviderError("the AWS provider has no region; set it with `pulumi config set aws:region REGION`")
    tags = _parsed(reveal(args.get("defaultTags")))
    return region, (tags.get("tags") or {}) if isinstance(tags, dict) else {}


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
    inputs |= {name: _text(inputs[name]) for name in resource.documents & inputs.keys()}
    name = resource.name_property
    if name and name not in inputs and not (resource.prefix_property and resource.prefix_property in inputs):
        inputs[name] = _automatic_name(resource, logical, reveal(inputs), reveal(olds.get(name)), seed)
    if resource.tagging:
        tags = inputs.get("tags")
        merged = merge_defaults(default_tags, tags.value if isinstance(tags, Secret) else tags)
        if merged:
            inputs["tagsAll"] = Secret(merged) if isinstance(tags, Secret) else merged
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


def named_by_prefix(resource: Resource, inputs: Props) -> Props:
    """The inputs with a name made from the prefix, if they give a prefix instead of a name."""
    name, prefix = resource.name_property, inputs.get(resource.prefix_property or "")
    return (
        {**inputs, name: name_with_prefix(prefix, current().name)} if name and prefix and name not in inputs else inputs
    )


def _automatic_name(resource: Resource, logical: str, inputs: Props, old: str | None, seed: bytes) -> str:
    """The name of last time, or a new one. An automatic one keeps its digits, but follows the inputs: `.fifo`."""
    suffix = suffix_of(old, logical)
    if old and not suffix:
        return old
    return resource.automatic_name(logical, suffix or random_suffix(seed, logical), inputs)


def _text(value: Any) -> Any:
    """A document as text.

    One that is not known as a whole stays an object, so that policies see what is known of it; the official provider
    would make one unknown of it.
    """
    if isinstance(value, Secret):
        return Secret(_text(value.value))
    if not isinstance(value, dict) or contains_unknown(value):
        return value
    text = document(reveal(value))
    return Secret(text) if contains_secret(value) else text


def _parsed(value: Any) -> Any:
    """A setting of the provider: whatever is not text travels as JSON in text."""
    if (isinstance(value, str) and value[:1] in ("{", "[")) or value in ("true", "false"):
        return json.loads(value)
    return value
