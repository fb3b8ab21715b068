"""What a rule is. Each lies in a file of its own below `rules/`, which is all there is to do to add one.

The file's docstring is the rule's documentation: a line that says what must hold, then `Why:` and `Fix:`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from policies.finding import Findings
from policies.resource import Resource
from policies.stack import Stack
from policies.standards import Controls

ANY = "*"
"""As a type: every resource."""

_DOCUMENTATION = re.compile(r"([^\n]+)\n\nWhy: (.+?)\n+Fix: (.+?)\s*", re.DOTALL)


class Severity(StrEnum):
    """How bad a violation is, as SARIF and the official engine order it."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Profile(StrEnum):
    """A choice of rules."""

    BASELINE = "baseline"
    PROD = "prod"
    ML = "ml"
    OPTIONAL = "optional"
    CIS = "cis"
    FSBP = "fsbp"
    HIPAA = "hipaa"
    GDPR = "gdpr"
    NIST = "nist"
    PSS_BASELINE = "pss-baseline"
    PSS_RESTRICTED = "pss-restricted"


_PROFILES = {
    "cis_aws_3": Profile.CIS,
    "cis_aws_4": Profile.CIS,
    "cis_eks": Profile.CIS,
    "fsbp": Profile.FSBP,
    "hipaa": Profile.HIPAA,
    "gdpr": Profile.GDPR,
    "nist": Profile.NIST,
    "pss_baseline": Profile.PSS_BASELINE,
    "pss_restricted": Profile.PSS_RESTRICTED,
    "ai_act": Profile.ML,
    "ai_rmf": Profile.ML,
    "iso_42001": Profile.ML,
}
"""A rule that serves one of these standards is in its profile."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """A rule.

    Attributes:
        name: as in reports and waivers: the file's, with dashes.
        title: what must hold, a sentence.
        why: what happens otherwise.
        fix: what to do about a violation.
        severity: how bad a violation is.
        types: the type tokens of the resources it looks at; `*` for all; none if it looks at the stack as a whole.
        controls: what it serves.
        profiles: where it belongs.
        check: says what is wrong with a resource, or with a stack.
    """

    name: str
    title: str
    why: str
    fix: str
    severity: Severity
    types: tuple[str, ...]
    controls: Controls
    profiles: frozenset[Profile]
    check: Callable[[Resource], Findings] | None = None
    check_stack: Callable[[Stack], Findings] | None = None


@dataclass(frozen=True, kw_only=True)
class rule:  # noqa: N801 - it is written as a decorator
    """Makes a rule of a function that looks at one resource."""

    severity: Severity
    types: tuple[str, ...]
    profiles: tuple[Profile, ...] = (Profile.BASELINE,)
    controls: Controls = field(default_factory=Controls)

    def __call__(self, check: Callable[[Resource], Findings]) -> Rule:
        return _rule(check, self.severity, self.types, self.profiles, self.controls, check=check)


@dataclass(frozen=True, kw_only=True)
class stack_rule:  # noqa: N801 - it is written as a decorator
    """Makes a rule of a function that looks at a whole stack: for what must be there at all."""

    severity: Severity
    profiles: tuple[Profile, ...] = (Profile.BASELINE,)
    controls: Controls = field(default_factory=Controls)

    def __call__(self, check: Callable[[Stack], Findings]) -> Rule:
        return _rule(check, self.severity, (), self.profiles, self.controls, check_stack=check)


def _rule(
    function: Callable[..., Findings],
    severity: Severity,
    types: tuple[str, ...],
    profiles: tuple[Profile, ...],
    controls: Controls,
    check: Callable[[Resource], Findings] | None = None,
    check_stack: Callable[[Stack], Findings] | None = None,
) -> Rule:
    documentation = _DOCUMENTATION.fullmatch(sys.modules[function.__module__].__doc__ or "")
    if documentation is None:
        raise ValueError(f"{function.__module__}: the docstring must be a line, then `Why: …` and `Fix: …`")
    title, why, fix = (" ".join(text.split()) for text in documentation.groups())
    served = {_PROFILES[standard] for standard in controls.by_standard() if standard in _PROFILES}
    if Profile.PSS_BASELINE in served:
        # What is restricted is at the baseline's level, too.
        served.add(Profile.PSS_RESTRICTED)
    return Rule(
        name=function.__name__.replace("_", "-"),
        title=title,
        why=why,
        fix=fix,
        severity=severity,
        types=types,
        controls=controls,
        profiles=frozenset({*profiles, *served}),
        check=check,
        check_stack=check_stack,
    )
