"""The tags that every resource bears: whose it is, who pays, what it holds, and which program made it."""

from enum import StrEnum

import pulumi
from pydantic import Field

from components.settings import Section

_TAG_VALUE = r"^[A-Za-z0-9 _.:/=+@-]+$"
"""What AWS takes as a tag's value in every service
(https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html)."""

KEEP_DATA = {"keep": "data"}
"""Marks a store of data that cannot be made again: `strata destroy --keep data` leaves it, and all that it needs."""


class DataClassification(StrEnum):
    """The most sensitive data a stack may hold."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


class TagsArgs(Section):
    """Ownership and accounting."""

    owner: str = Field(pattern=_TAG_VALUE, max_length=256)
    """The team that is called when something breaks."""
    cost_center: str = Field(pattern=_TAG_VALUE, max_length=256)
    """Who pays, as the finance department writes it."""
    data_classification: DataClassification = DataClassification.CONFIDENTIAL
    """The most sensitive data that the stack may hold."""


def required_tags(args: TagsArgs) -> dict[str, str]:
    """The tags of every resource that can be tagged, by key."""
    return {
        "cost-center": args.cost_center,
        "data-classification": args.data_classification.value,
        "environment": pulumi.get_stack(),
        "managed-by": "pulumi",
        "owner": args.owner,
        "project": pulumi.get_project(),
    }


def environment() -> str:
    """The name of the environment as a whole, e.g. `strata-dev`: for what must be named before it is made."""
    return f"{pulumi.get_project()}-{pulumi.get_stack()}"
