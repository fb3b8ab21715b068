"""What is assumed of use, which no declaration tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from typing import Any, Final, Self

from costs.range import Range

MEANING: Final = "meaning"


class AssumptionError(Exception):
    """An assumption is none of those that there are, or no amount; the message says what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """How much is used, each as a range; the defaults go from nothing to what a small team may use.

    They are Strata's own choices, not figures from anywhere: state your own where you know them.
    """

    s3_gib: Range = field(default=Range(0, 100), metadata={MEANING: "GiB stored in each bucket"})
    s3_writes: Range = field(
        default=Range(0, 100_000), metadata={MEANING: "requests a month that write to each bucket"}
    )
    s3_reads: Range = field(
        default=Range(0, 1_000_000), metadata={MEANING: "requests a month that read from each bucket"}
    )
    ecr_gib: Range = field(default=Range(0, 50), metadata={MEANING: "GiB of images in each repository"})
    log_gib: Range = field(default=Range(0, 10), metadata={MEANING: "GiB a month written to each log group"})
    nat_gib: Range = field(default=Range(0, 100), metadata={MEANING: "GiB a month through each NAT gateway"})
    endpoint_gib: Range = field(
        default=Range(0, 100), metadata={MEANING: "GiB a month through each interface endpoint"}
    )
    internet_gib: Range = field(
        default=Range(0, 100), metadata={MEANING: "GiB a month sent to the internet from each network"}
    )
    load_balancer_units: Range = field(
        default=Range(0, 1), metadata={MEANING: "capacity units that each load balancer uses, on average"}
    )
    sqs_requests: Range = field(default=Range(0, 1_000_000), metadata={MEANING: "requests a month to each queue"})
    sns_requests: Range = field(
        default=Range(0, 1_000_000), metadata={MEANING: "messages a month published to each topic"}
    )
    kms_requests: Range = field(default=Range(0, 100_000), metadata={MEANING: "requests a month with each key"})
    event_requests: Range = field(
        default=Range(0, 1_000_000), metadata={MEANING: "custom events a month on each event bus"}
    )
    dynamodb_gib: Range = field(default=Range(0, 10), metadata={MEANING: "GiB in each table"})
    dynamodb_writes: Range = field(
        default=Range(0, 1_000_000), metadata={MEANING: "write requests a month to each table on demand"}
    )
    dynamodb_reads: Range = field(
        default=Range(0, 1_000_000), metadata={MEANING: "read requests a month from each table on demand"}
    )
    lambda_requests: Range = field(default=Range(0, 1_000_000), metadata={MEANING: "calls a month of each function"})
    lambda_seconds: Range = field(default=Range(0, 0.2), metadata={MEANING: "seconds that a call of a function takes"})
    efs_gib: Range = field(default=Range(0, 100), metadata={MEANING: "GiB in each file system"})
    backup_gib: Range = field(
        default=Range(0, 100), metadata={MEANING: "GiB of backups of each database beyond its own size, which is free"}
    )

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Self:
        """Assumptions from names and amounts.

        Raises:
            AssumptionError: names and amounts that are wrong, all of them.
        """
        known = [one.name for one in fields(cls)]
        given, mistakes = {}, []
        for name, amount in settings.items():
            if name not in known:
                near = get_close_matches(str(name), known, 1)
                hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
                mistakes.append(f"{name}: no such assumption; {hint}")
                continue
            try:
                given[name] = Range.parse(amount)
            except ValueError as error:
                mistakes.append(f"{name}: {error}")
        if mistakes:
            raise AssumptionError("\n".join(mistakes))
        return replace(cls(), **given)

    def of(self, name: str) -> Range:
        """An assumption by its name."""
        amount: Range = getattr(self, name)
        return amount

    @classmethod
    def meanings(cls) -> Mapping[str, str]:
        """What each assumption means, by name."""
        return {one.name: one.metadata[MEANING] for one in fields(cls)}

    def told(self, names: Iterable[str]) -> Mapping[str, str]:
        """Some assumptions as they are shown, by name: `0..100 GiB stored in each bucket`."""
        meanings = self.meanings()
        return {name: f"{self.of(name)} {meanings[name]}" for name in sorted(set(names))}
