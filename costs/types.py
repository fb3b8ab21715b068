"""What is known of types of resources beside their prices: which cost nothing by themselves, which hide something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import yaml

from costs.services import ANSWERS, kind

FILE: Final = Path(__file__).with_name("types.yaml")


@dataclass(frozen=True)
class Types:
    """The list.

    Attributes:
        costless: why types cost nothing by themselves, by pattern of their `kind`.
        hiding: what types may make that a declaration does not show, by pattern.
        elsewhere: why types have no price here, by pattern.
    """

    costless: Mapping[str, str]
    hiding: Mapping[str, str]
    elsewhere: Mapping[str, str]

    @classmethod
    @cache
    def load(cls) -> Self:
        """The list that comes with Strata."""
        document: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        free = {one: f"{entry['why']} ({entry['source']})" for entry in document["free"] for one in entry["types"]}
        unseen, unpriced = (
            {one: entry["why"] for entry in document[name] for one in entry["types"]} for name in ("unseen", "unpriced")
        )
        return cls(free, unseen, unpriced)

    def free(self, token: str) -> str | None:
        """Why a type costs nothing by itself; None if it is not known to."""
        return _match(self.costless, token)

    def unseen(self, token: str) -> str | None:
        """What the type may make that costs something and is not declared; None if nothing."""
        return _match(self.hiding, token)

    def unpriced(self, token: str) -> str:
        """Why a type has no price."""
        return _match(self.elsewhere, token) or "nothing is known here of what this type costs"

    def answered(self, token: str) -> bool:
        """Whether anything is said of a type: a price, that it is free, or why its price is unknown."""
        lists = (self.costless, self.elsewhere)
        return kind(token) in ANSWERS or any(_match(one, token) is not None for one in lists)


def _match(patterns: Mapping[str, str], token: str) -> str | None:
    name = kind(token)
    return next((why for pattern, why in patterns.items() if fnmatchcase(name, pattern)), None)
