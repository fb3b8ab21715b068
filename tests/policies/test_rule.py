"""A rule is a function and its file's docstring."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable

import pytest

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule, stack_rule
from policies.stack import Stack
from policies.standards import Controls

DOCUMENTATION = """Something holds.

Why: otherwise
it breaks.

Fix: mend
    it.
"""


def written(documentation: str, function: Callable[..., Findings]) -> Callable[..., Findings]:
    """The function as if it stood in a file with this docstring."""
    module = types.ModuleType("rule_for_test", documentation)
    sys.modules[module.__name__] = module
    function.__module__ = module.__name__
    return function


def some_thing_holds(_: Resource) -> Findings:
    return []


def there_is_one(_: Stack) -> Findings:
    return []


def test_its_name_texts_and_profiles() -> None:
    controls = Controls(fsbp="S3.1 S3.2", nsa="C-1", pss_baseline=("Host Ports",))
    made = rule(severity=Severity.LOW, types=("t",), controls=controls)(written(DOCUMENTATION, some_thing_holds))
    assert (made.name, made.title, made.why, made.fix) == (
        "some-thing-holds",
        "Something holds.",
        "otherwise it breaks.",
        "mend it.",
    )
    assert made.profiles == {Profile.BASELINE, Profile.FSBP, Profile.PSS_BASELINE, Profile.PSS_RESTRICTED}
    assert (made.types, made.severity, made.check, made.check_stack) == (("t",), "low", some_thing_holds, None)


def test_of_a_whole_stack() -> None:
    made = stack_rule(severity=Severity.HIGH, profiles=(Profile.PROD,))(written(DOCUMENTATION, there_is_one))
    assert (made.types, made.check, made.check_stack) == ((), None, there_is_one)
    assert made.profiles == {Profile.PROD}


@pytest.mark.parametrize("documentation", ["", "Title only.", "Title.\n\nWhy: so.", "Title.\n\nFix: it.\n\nWhy: so."])
def test_without_its_documentation_it_is_none(documentation: str) -> None:
    with pytest.raises(ValueError, match="must be a line, then `Why: …` and `Fix: …`"):
        rule(severity=Severity.LOW, types=())(written(documentation, some_thing_holds))
