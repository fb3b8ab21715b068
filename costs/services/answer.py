"""How the types of resources are given their prices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from costs.assumptions import Assumptions
from costs.declared import Declared, Facts
from costs.item import Choice, Part, Unpriced

Parts = Iterator[Part | Choice | Unpriced]


@dataclass(frozen=True)
class Surroundings:
    """What else decides about a price.

    Attributes:
        region: where the resource is.
        assumptions: about use.
        resources: all that is declared, by URN.
    """

    region: str
    assumptions: Assumptions
    resources: Mapping[str, Declared]

    def of_type(self, token: str) -> list[Declared]:
        """The resources of a type; its version, as in `kubernetes:karpenter.sh/v1:NodePool`, may be another."""
        return [one for one in self.resources.values() if kind(one.type) == token]


Answer = Callable[[Declared, Facts, Surroundings], Parts]
ANSWERS: Final[dict[str, Answer]] = {}
"""What a resource is charged for, by `kind`."""


def kind(token: str) -> str:
    """A type token without what tells nothing about its price.

    `aws:ec2/vpc:Vpc` becomes `aws:ec2:Vpc`, and `kubernetes:apps/v1:Deployment` `kubernetes:apps:Deployment`.
    """
    package, _, rest = token.partition(":")
    module, _, name = rest.rpartition(":")
    return f"{package}:{module.partition('/')[0]}:{name}"


def answers(*kinds: str) -> Callable[[Answer], Answer]:
    """Say what resources of some kinds are charged for."""

    def register(answer: Answer) -> Answer:
        ANSWERS.update(dict.fromkeys(kinds, answer))
        return answer

    return register
