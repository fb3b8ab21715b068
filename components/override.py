"""The override of protection: for the run of one command, never in a stack file."""

import pulumi
from pydantic import Field

from components.settings import Section


class OverrideArgs(Section):
    """What `strata destroy --override-protection REASON` says for its own run."""

    deletion: str = Field(default="", max_length=1000)
    """Why everything may be deleted that the other sections protect. Empty: it may not."""


def tell(args: OverrideArgs) -> None:
    """Say so where protection is overridden, in the run's own messages."""
    if reason := args.deletion.strip():
        pulumi.log.warn(f"protection is overridden for this run: {reason}")
