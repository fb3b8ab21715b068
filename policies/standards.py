"""The standards that rules are mapped to, each in the version that the mapping was made for."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

TITLES: Final = {
    "cis_aws_3": "CIS AWS Foundations Benchmark 3.0.0",
    "cis_aws_4": "CIS AWS Foundations Benchmark 4.0.1",
    "fsbp": "AWS Foundational Security Best Practices 1.0.0",
    "hipaa": "HIPAA Security Rule, 45 CFR 164",
    "gdpr": "GDPR, Regulation (EU) 2016/679",
    "nist": "NIST SP 800-53 Revision 5",
    "pss_baseline": "Kubernetes Pod Security Standards, baseline",
    "pss_restricted": "Kubernetes Pod Security Standards, restricted",
    "nsa": "NSA/CISA Kubernetes Hardening Guidance 1.2",
    "cis_eks": "CIS Amazon EKS Benchmark 1.8.0",
    "ai_act": "EU AI Act, Regulation (EU) 2024/1689",
    "ai_rmf": "NIST AI Risk Management Framework 1.0",
    "iso_42001": "ISO/IEC 42001:2023, Annex A",
}
"""Source of the mappings: cdk-nag, Prowler, Kubescape and Security Hub for all but the last three, which are ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """The controls that a rule serves, by standard; the fields are the keys of `TITLES`. Ids separated by spaces
    become a tuple; an id that has a space of its own is given in a tuple.
    """

    cis_aws_3: str = ""
    cis_aws_4: str = ""
    fsbp: str = ""
    hipaa: str = ""
    gdpr: str = ""
    nist: str = ""
    pss_baseline: tuple[str, ...] = ()
    pss_restricted: tuple[str, ...] = ()
    nsa: str = ""
    cis_eks: str = ""
    ai_act: str = ""
    ai_rmf: tuple[str, ...] = ()
    iso_42001: str = ""

    def by_standard(self) -> dict[str, tuple[str, ...]]:
        """The ids by standard; standards without any are left out."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        split = {name: tuple(ids.split()) if isinstance(ids, str) else ids for name, ids in given.items()}
        return {name: ids for name, ids in split.items() if ids}
