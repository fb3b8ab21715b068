"""The policies that the stack is held to. The command that deploys heeds them; the program tells mistakes in them."""

from typing import ClassVar, Literal

from components.settings import Section

Profile = Literal[
    "baseline",
    "prod",
    "ml",
    "optional",
    "cis",
    "fsbp",
    "hipaa",
    "gdpr",
    "nist",
    "pss-baseline",
    "pss-restricted",
]
"""A choice of rules; `strata policy list --profile` shows them."""


class PolicyArgs(Section):
    """Which rules are asked, and what a violation does."""

    guarded: ClassVar[tuple[str, ...]] = ("enforcement",)

    enforcement: Literal["mandatory", "advisory"] = "mandatory"
    """Whether violations keep the stack from being deployed. Of critical rules they always do; in production, all."""
    profiles: tuple[Profile, ...] = ()
    """The rules that are asked; empty: those that everyone should keep, and in production those that it needs."""
    strict: bool = False
    """Whether what cannot be known before the deployment counts as a violation."""
