"""All rules there are: whatever lies below `rules/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from typing import Final

from policies import rules
from policies.rule import Profile, Rule

DEFAULT: Final = frozenset({Profile.BASELINE, Profile.ML})
"""The profiles that are asked where none is named."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by name.

    Raises:
        TypeError: a file does not hold the rule that it is named for.
    """
    found = []
    for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        if module.ispkg:
            continue
        name = module.name.rpartition(".")[2]
        one = getattr(importlib.import_module(module.name), name, None)
        if not isinstance(one, Rule):
            raise TypeError(f"{module.name}: has no rule named {name}")
        found.append(one)
    return tuple(sorted(found, key=lambda one: one.name))


def select(profiles: Iterable[Profile]) -> tuple[Rule, ...]:
    """The rules of these profiles; of none, those that everyone should keep."""
    wanted = frozenset(profiles)
    if not wanted:
        return tuple(one for one in all_rules() if one.profiles & DEFAULT and Profile.OPTIONAL not in one.profiles)
    return tuple(one for one in all_rules() if one.profiles & wanted)
