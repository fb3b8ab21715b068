"""Tags: the provider's default tags, and the operations by which each service sets and lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from protocol.values import UNKNOWN, Props

Tags = dict[str, str]


def tag_list(tags: Mapping[str, str], key: str = "Key", value: str = "Value") -> list[dict[str, str]]:
    """Tags as most AWS operations take them: `[{"Key": …, "Value": …}]`."""
    return [{key: name, value: text} for name, text in tags.items()]


def tag_map(tags: list[dict[str, str]] | None, key: str = "Key", value: str = "Value") -> Tags:
    """Tags as Pulumi shows them, without those that AWS itself sets (`aws:…`)."""
    return {tag[key]: tag[value] for tag in tags or () if not tag[key].startswith("aws:")}


def merge_defaults(defaults: Mapping[str, str], tags: Any) -> Any:
    """The value of `tagsAll`: the default tags, overruled by the resource's own. Unknown if the latter are."""
    return UNKNOWN if tags is UNKNOWN else {**defaults, **(tags or {})}


@dataclass(frozen=True)
class Tagging:
    """The tag operations of a service, by their boto names.

    Attributes:
        put, remove, list: the operations, e.g. `tag_resource`, `untag_resource`, `list_tags_for_resource`.
        resource: the parameter that names the resource, e.g. `ResourceArn`.
        identity: the output whose value that parameter takes, e.g. `arn`, `id`, `url`.
        tags: the parameter and the answer's member that hold the tags.
        keys: the parameter that holds the names of tags to remove.
        pair: the members of one tag; None where tags travel as a map.
        answer: the member of `list`'s answer that holds the tags, if not `tags`.
        many: whether `resource` takes a list.
        extra: parameters that every operation takes besides.
    """

    put: str = "tag_resource"
    remove: str = "untag_resource"
    list: str = "list_tags_for_resource"
    resource: str = "ResourceArn"
    identity: str = "arn"
    tags: str = "Tags"
    keys: str = "TagKeys"
    pair: tuple[str, str] | None = ("Key", "Value")
    answer: str | None = None
    many: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)

    def read(self, client: Any, outputs: Props) -> Tags:
        """The tags that the resource bears in AWS."""
        found = getattr(client, self.list)(**self._target(outputs)).get(self.answer or self.tags)
        return tag_map(found, *self.pair) if self.pair else dict(found or {})

    def apply(self, client: Any, outputs: Props, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        """Bring the resource from its old tags to the new ones."""
        if gone := [name for name in old if name not in new]:
            getattr(client, self.remove)(**self._target(outputs), **{self.keys: self._removal(gone)})
        if changed := {name: text for name, text in new.items() if old.get(name) != text}:
            tags = tag_list(changed, *self.pair) if self.pair else changed
            getattr(client, self.put)(**self._target(outputs), **{self.tags: tags})

    def _target(self, outputs: Props) -> Props:
        identity = outputs[self.identity]
        return {self.resource: [identity] if self.many else identity, **self.extra}

    def _removal(self, names: Any) -> Any:
        """What `remove` takes; EC2 and a few others want tags, not names, under the same parameter as `put`."""
        return [{self.pair[0]: name} for name in names] if self.pair and self.keys == self.tags else names
