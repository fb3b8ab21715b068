"""What `destroy --keep data` leaves, as the recorded state alone tells: for both engines, and without the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.resource import ResourceState

TAG = "keep"
"""The tag by which a component marks a store of data; its value is what `--keep` is given."""


class Keep(StrEnum):
    """What a destroy can be told to keep."""

    DATA = "data"


class Why(StrEnum):
    """Why a resource stays."""

    STORE = "holds data"
    PART = "belongs to it: policies, encryption, locks, life cycles"
    NEEDED = "it needs"


@dataclass(frozen=True)
class Kept:
    """What stays.

    Attributes:
        excluded: URNs to exclude from the destroy: the stores, and what is part of them.
        reasons: why each resource stays, by URN; those that the excluded ones need are among them.
    """

    excluded: Sequence[str]
    reasons: dict[str, Why]


def kept(resources: Sequence[ResourceState], keep: Keep) -> Kept:
    """What stays of these recorded resources.

    A store is what bears the tag. What shares a store's physical id is part of it: a bucket's policy, encryption and
    lock are resources of their own for Pulumi, and belong to the bucket for S3. Then there is all that these need.
    """
    from engine.exclusion import spared
    from engine.targets import Targets

    stores = {state.urn: state for state in resources if _marked(state, keep)}
    parts = [state.urn for state in _parts(resources, stores.values()) if state.urn not in stores]
    excluded = [*stores, *parts]
    # No URN matches nothing, but no pattern matches everything.
    needed = spared(resources, Targets(excluded)) if excluded else {}
    reasons = {urn: Why.STORE if urn in stores else Why.PART if urn in parts else Why.NEEDED for urn in needed}
    return Kept(excluded, reasons)


def _marked(state: ResourceState, keep: Keep) -> bool:
    from protocol.values import reveal

    tags = reveal(state.inputs.get("tags"))
    return isinstance(tags, dict) and tags.get(TAG) == keep


def _parts(resources: Sequence[ResourceState], stores: Iterable[ResourceState]) -> Iterator[ResourceState]:
    places = {(_service(state), state.id) for state in stores if state.id}
    return (state for state in resources if state.custom and (_service(state), state.id) in places)


def _service(state: ResourceState) -> str:
    """`aws:s3` for `aws:s3/bucketPolicy:BucketPolicy`."""
    return state.type.partition("/")[0]
