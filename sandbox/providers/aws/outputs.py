"""What a resource's outputs are: read from AWS, kept in the program's words, secret where they must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from protocol.values import UNKNOWN, Props, Secret, contains_secret, reveal
from sandbox.providers.aws.comparison import is_absent, projected, same
from sandbox.providers.aws.resource import Resource
from sandbox.sdk import inputs_of


def current(resource: Resource, id: str, known: Props, default_tags: Mapping[str, str]) -> Props | None:
    """Every output as AWS has it now; None if the resource is gone.

    Args:
        resource: the type, in its region.
        id: the physical id.
        known: outputs known so far; where they mean the same as what AWS says, their words are kept.
        default_tags: the provider's; they are no part of the output `tags`.
    """
    real = resource.read(id, known)
    if real is None:
        return None
    outputs = _merged(resource, id, known, real)
    if resource.tagging:
        _set_tags(outputs, resource.tagging.read(resource.client, outputs), default_tags)
    return outputs


def written(
    resource: Resource,
    id: str,
    known: Props,
    old_tags: Mapping[str, str],
    default_tags: Mapping[str, str],
) -> Props | None:
    """Apply the tags to what was just created or updated, and return its outputs; None if it is gone.

    Args:
        known: the inputs, with what the operation itself returned.
        old_tags: the tags it bears.
    """
    real = resource.read(id, known)
    if real is None:
        return None
    outputs = _merged(resource, id, known, real)
    if resource.tagging:
        tags = known.get("tagsAll") or {}
        resource.tagging.apply(resource.client, outputs, old_tags, tags)
        _set_tags(outputs, tags, default_tags)
    return outputs


def planned(cls: type[Resource], known: Props, wanted: Props) -> Props:
    """What a preview can tell of the outputs: what is known of them, what is wanted, and that AWS decides the rest.

    Args:
        cls: the type.
        known: outputs so far; nothing before a create.
        wanted: the inputs, which may hold unknowns and secrets.
    """
    outputs = {**known, **wanted}
    # Of a text, nothing is known while a part of it is not.
    outputs |= {name: UNKNOWN for name in cls.documents if isinstance(reveal(outputs.get(name)), dict)}
    for path in cls.computed:
        name, _, member = path.partition(".")
        if isinstance(given := outputs.get(name), dict):
            before = known.get(name)
            decided = before.get(member, UNKNOWN) if isinstance(before, dict) else UNKNOWN
            outputs[name] = {member: decided, **given}
    return outputs


def imported_inputs(resource: Resource, outputs: Props) -> Props:
    """The inputs that would make what was found: all that are not the default anyway."""
    allowed = inputs_of(resource.token).keys() - {"region"}
    found = {name: value for name, value in outputs.items() if name in allowed and not is_absent(value)}
    return {name: value for name, value in found.items() if not same(value, resource.defaults.get(name))}


def inputs(resource: Resource, old: Props, outputs: Props) -> Props:
    """The inputs that describe what really is, in the words of the old ones."""
    real = {name: projected(outputs.get(name), value, resource.ordered) for name, value in old.items()}
    # These were not asked for, but would be put right by an update.
    expected = {**resource.defaults, "tags": {}, "tagsAll": {}, **old}
    real |= {
        name: outputs.get(name) for name in expected.keys() - old.keys() if not same(outputs.get(name), expected[name])
    }
    unasked = {name: outputs.get(name) for name in resource.unset - old.keys()}
    # AWS says the empty text where nothing is set.
    real |= {name: value for name, value in unasked.items() if value != "" and not is_absent(value)}
    for name in ("tags", "tagsAll"):  # Free-form maps: what was added behind Pulumi's back counts.
        if name in old and not same(outputs.get(name), old[name]):
            real[name] = outputs.get(name)
    return {name: value for name, value in real.items() if value is not None}


def with_secrets(props: Props, *sources: Props, always: frozenset[str] = frozenset()) -> Props:
    """The properties, secret where a source has a secret in the same place, and always under some names."""
    marked = dict(props)
    for source in sources:
        for name in marked.keys() & source.keys():
            marked[name] = _marked(marked[name], source[name])
    return marked | {name: Secret(reveal(marked[name])) for name in always & marked.keys()}


def _marked(value: Any, source: Any) -> Any:
    if isinstance(value, Secret) or not contains_secret(source):
        return value
    if isinstance(source, dict) and isinstance(value, dict):
        return {name: _marked(member, source.get(name)) for name, member in value.items()}
    return Secret(reveal(value))


def _kept(real: Any, known: Any, resource: Resource) -> Any:
    if known is None or known is UNKNOWN:
        return real
    if same(real, known, resource.ordered):
        return known
    if isinstance(real, dict) and isinstance(known, dict):
        return {name: _kept(member, known.get(name), resource) for name, member in real.items()}
    return real


def _merged(resource: Resource, id: str, known: Props, real: Props) -> Props:
    outputs = {**known, **{name: _kept(value, known.get(name), resource) for name, value in real.items()}, "id": id}
    if resource.regional:
        outputs["region"] = resource.aws.region
    return {name: value for name, value in outputs.items() if value is not None}


def _set_tags(outputs: Props, tags: Mapping[str, str], default_tags: Mapping[str, str]) -> None:
    own = outputs.get("tags") or {}
    outputs["tagsAll"] = dict(tags)
    outputs["tags"] = {name: text for name, text in tags.items() if name in own or default_tags.get(name) != text}
