"""All rules there are: whatever lies below `rules/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from policies import rules
from policies.rule import Profile, Rule


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
    """The rules of these profiles; of none, all but the optional ones."""
    wanted = frozenset(profiles)
    if not wanted:
        return tuple(one for one in all_rules() if one.profiles != {Profile.OPTIONAL})
    return tuple(one for one in all_rules() if one.profiles & wanted)
