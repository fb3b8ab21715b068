"""What an audit's findings amount to: kept on purpose, going by itself, or residue; and what it costs a month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.finding import Finding
from costs import Cost, monthly

KEEP_TAG = "keep"


class Standing(StrEnum):
    """Why something is there."""

    KEPT = "kept"
    """The stack's state lists it, or it belongs to what the state lists, or it is a last snapshot of data."""
    LEAVING = "leaving"
    """It is deleted already, and goes by itself."""
    RESIDUE = "residue"
    """Nobody knows of it any more, and it stays until somebody deletes it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding, judged."""

    finding: Finding
    standing: Standing
    cost: Cost


@dataclass(frozen=True, slots=True)
class Report:
    """What is left of a stack.

    Attributes:
        entries: everything found, residue first.
        unasked: what could not be asked, and why; nothing is known of it.
    """

    entries: Sequence[Entry]
    unasked: Sequence[str] = ()

    @property
    def residue(self) -> list[Entry]:
        """What nobody knows of."""
        return [entry for entry in self.entries if entry.standing is Standing.RESIDUE]

    def known_usd(self, standing: Standing) -> float:
        """The known costs a month of what stands so, in USD."""
        return round(sum(entry.cost.usd or 0.0 for entry in self.entries if entry.standing is standing), 2)

    def unpriced(self, standing: Standing) -> list[Entry]:
        """What stands so and has no known price."""
        return [entry for entry in self.entries if entry.standing is standing and entry.cost.usd is None]


def assess(findings: Iterable[Finding], recorded: Collection[str], region: str, unasked: Sequence[str] = ()) -> Report:
    """Judge what was found.

    Args:
        findings: of the account and the cluster.
        recorded: ARNs and physical ids that the stack's state lists.
        region: where they are, for their prices.
        unasked: what could not be asked, and why.
    """
    entries = []
    for finding in findings:
        standing = _standing(finding, recorded)
        # An object in a cluster is paid for with the cluster's nodes.
        costless = standing is Standing.LEAVING or finding.service == "kubernetes"
        cost = Cost(0.0) if costless else monthly(finding.item, region, finding.facts)
        entries.append(Entry(finding, standing, cost))
    order = list(reversed(Standing))
    entries.sort(key=lambda entry: (order.index(entry.standing), entry.finding.service, entry.finding.id))
    return Report(entries, unasked)


def _standing(finding: Finding, recorded: Collection[str]) -> Standing:
    if finding.leaving:
        return Standing.LEAVING
    # An id is unique in EC2, a name in its service alone: there the ARN has to be known.
    names = {finding.id, *finding.belongs_to} | ({finding.name} if finding.service == "ec2" else set())
    if not names.isdisjoint(recorded):
        return Standing.KEPT
    # A snapshot that is not taken by the day is made to outlive its database.
    last = finding.item == "rds/snapshot" and not finding.belongs_to and KEEP_TAG in finding.tags
    return Standing.KEPT if last else Standing.RESIDUE
