"""What Diff answers: which inputs differ, and whether an update in place will do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pulumi.runtime.proto import provider_pb2 as pb

from protocol.values import Props, reveal
from sandbox.providers.aws.comparison import differences
from sandbox.providers.aws.naming import suffix_of
from sandbox.providers.aws.resource import Resource


@dataclass
class Difference:
    """The differences between two sets of inputs: property path to ADD, DELETE, UPDATE or the same with _REPLACE."""

    kinds: dict[str, str] = field(default_factory=dict)
    delete_before_replace: bool = False

    @property
    def top_level(self) -> list[str]:
        """The inputs that differ."""
        return _top_level(self.kinds)

    @property
    def replaces(self) -> list[str]:
        """The inputs whose change needs a new resource."""
        return _top_level(path for path, kind in self.kinds.items() if kind.endswith("_REPLACE"))

    def response(self) -> Any:
        """The wire message."""
        return pb.DiffResponse(
            changes=pb.DiffResponse.DIFF_SOME if self.kinds else pb.DiffResponse.DIFF_NONE,
            diffs=self.top_level,
            replaces=self.replaces,
            deleteBeforeReplace=self.delete_before_replace and bool(self.replaces),
            hasDetailedDiff=bool(self.kinds),
            detailedDiff={
                path: pb.PropertyDiff(kind=pb.PropertyDiff.Kind.Value(kind), inputDiff=True)
                for path, kind in self.kinds.items()
            },
        )


def compare(cls: type[Resource], old: Props, new: Props, ignored: Iterable[str] = ()) -> Difference:
    """The differences between old and new inputs of a type; paths in `ignored`, and below them, do not count."""
    kinds = {
        path: f"{kind}_REPLACE" if _within(path, cls.replace_on) else kind
        for path, kind in differences({**cls.defaults, **reveal(old)}, {**cls.defaults, **reveal(new)}, cls.ordered)
        if not _within(path, ignored)
    }
    return Difference(kinds)


def collide(cls: type[Resource], logical: str, old: Props, new: Props) -> bool:
    """Whether old and new resource cannot exist side by side: by their type, or because they bear one chosen name."""
    if cls.delete_before_replace:
        return True
    before, after = (reveal(side.get(cls.name_property)) if cls.name_property else None for side in (old, new))
    return isinstance(after, str) and before == after and suffix_of(after, logical) is None


def _within(path: str, roots: Iterable[str]) -> bool:
    """Whether a property path, its list indices aside, is one of the roots or lies below one."""
    plain = re.sub(r"\[\d+\]", "", path)
    return any(plain == root or plain.startswith((f"{root}.", f"{root}[")) for root in roots)


def _top_level(paths: Iterable[str]) -> list[str]:
    return sorted({re.split(r"[.\[]", path, maxsplit=1)[0] for path in paths})
