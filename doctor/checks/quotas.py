"""The account's quotas for EC2 instances against what the stack may start."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final

from botocore.exceptions import ClientError

from doctor.check import CannotTell, Check, Finding, Group, Outcome, failed, passed, warned
from doctor.data import table
from doctor.declared import Declared, Pool
from doctor.instances import Size, family, sizes
from doctor.subject import Subject


@dataclass(slots=True)
class Need:
    """What is needed of a quota.

    Attributes:
        quota: its code and name.
        first_vcpus: what the smallest instance takes that any pool could begin with.
        vcpus: what all may take together, with the types that need the fewest vCPUs.
        who: the pools and groups that need it.
    """

    quota: Mapping[str, str]
    first_vcpus: int = 0
    vcpus: int = 0
    who: list[str] = field(default_factory=list)

    def add(self, name: str, first: int, total: int) -> None:
        """Take account of a pool or group."""
        self.first_vcpus = max(self.first_vcpus, first)
        self.vcpus += total
        self.who.append(name)


def _run(subject: Subject) -> Finding:
    declared = subject.declared
    if not declared.pools() and not declared.groups():
        raise CannotTell("the stack declares no pools and no node groups")
    families = {name for pool in declared.pools() for name in pool.families}
    types = {name for group in declared.groups() for name in group.types}
    known = sizes(subject.aws("ec2"), families, types)
    needs, untold = needed(declared, known)
    client = subject.aws("service-quotas")
    judged = [_judge(need, _value(client, need.quota["code"]), subject, client) for need in needs.values()]
    short = [one for one in judged if one.outcome is not Outcome.PASS]
    if short:
        worst = failed if any(one.outcome is Outcome.FAIL for one in short) else warned
        return worst("; ".join(one.found for one in short), "\n".join(one.mend for one in short))
    if untold:
        return warned(
            "; ".join(untold), "look at https://console.aws.amazon.com/servicequotas/home/services/ec2/quotas"
        )
    return passed("; ".join(one.found for one in judged))


def needed(declared: Declared, known: Mapping[str, Size]) -> tuple[dict[str, Need], list[str]]:
    """What is needed of each quota, by its code, and what cannot be told."""
    needs: dict[str, Need] = {}
    untold: list[str] = []

    def add(who: str, of: str, market: str, first: int, total: int) -> None:
        quota = _quota(of, market)
        if quota is None:
            untold.append(f"{who}: no quota is known for {of}")
        else:
            needs.setdefault(quota["code"], Need(quota)).add(who, first, total)

    for pool in declared.pools():
        if pool.gpus_max is None:
            untold.append(f"{pool.name}: may hold any number of GPUs")
        for of, first, total in _shares(pool, known):
            for market in pool.markets:
                add(pool.name, of, market, first, total)
    for group in declared.groups():
        vcpus = [known[name].vcpus for name in group.types if name in known]
        if vcpus and group.nodes_max:
            # EKS may take any of the types: what they need at most is what there has to be room for.
            add(group.name, group.types[0], group.market, max(vcpus), max(vcpus) * group.nodes_max)
    return needs, untold


def _shares(pool: Pool, known: Mapping[str, Size]) -> Iterator[tuple[str, int, int]]:
    """For each quota that a pool draws on: a family that it limits, the smallest instance, and what all GPUs take."""
    sharing: dict[str, list[str]] = {}
    for name in pool.families:
        sharing.setdefault(str(_quota(name, "on-demand")), []).append(name)
    for families in sharing.values():
        fitting = [size for type_, size in known.items() if family(type_) in families and size.gpus]
        if fitting and pool.gpus_max:
            ratio = min(size.vcpus / size.gpus for size in fitting)
            yield families[0], min(size.vcpus for size in fitting), ceil(ratio * pool.gpus_max)


def _quota(name: str, market: str) -> Mapping[str, str] | None:
    """The quota that limits a family or type; None if none is known."""
    letters = re.match(r"[a-z]+", name)
    rows = [row for row in table("quotas") if letters and letters[0] in row["series"]]
    return rows[0]["spot" if market == "spot" else "on-demand"] if rows else None


def _value(client: Any, code: str) -> float:
    """What the account may use: its own quota, or AWS's default where it has none of its own."""
    try:
        return float(client.get_service_quota(ServiceCode="ec2", QuotaCode=code)["Quota"]["Value"])
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != "NoSuchResourceException":
            raise
    return float(client.get_aws_default_service_quota(ServiceCode="ec2", QuotaCode=code)["Quota"]["Value"])


def _judge(need: Need, value: float, subject: Subject, client: Any) -> Finding:
    quota, who = f"{need.quota['name']} ({need.quota['code']})", ", ".join(need.who)
    found = f"{quota}: {need.vcpus} vCPUs wanted by {who}, {value:g} allowed"
    place = f" --endpoint-url {client.meta.endpoint_url}" if subject.in_sandbox else ""
    mend = (
        f"aws service-quotas request-service-quota-increase --service-code ec2 --quota-code {need.quota['code']} "
        f"--desired-value {need.vcpus} --region {client.meta.region_name}{place}"
    )
    if value < need.first_vcpus:
        return failed(f"{found}: not even one instance", mend)
    return warned(found, mend) if value < need.vcpus else passed(f"{quota}: {need.vcpus} of {value:g} vCPUs")


CHECK: Final = Check(
    "quotas",
    Group.ACCOUNT,
    "Whether the account may run as many vCPUs, on demand and on spot, as the pools and node groups may grow to.",
    _run,
)
