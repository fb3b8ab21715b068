"""The account's quotas for EC2 instances against what the stack may start."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from botocore.exceptions import ClientError

from doctor.check import CannotTell, Check, Finding, Group, failed, passed, warned
from doctor.data import table
from doctor.declared import Declared, Pool
from doctor.instances import Size, family, sizes
from doctor.subject import Subject

Quota = Mapping[str, str]
"""A quota's code and name."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a pool or node group may take of the account's quotas.

    Attributes:
        who: the pool or group.
        quotas: those that its instances count towards: one for each way of buying them.
        first_vcpus: the vCPUs of the smallest instance that it may begin with.
        vcpus: what it takes at most; a pool, with the types that need the fewest vCPUs for its accelerators.
    """

    who: str
    quotas: tuple[Quota, ...]
    first_vcpus: int
    vcpus: int


def _run(subject: Subject) -> Finding:
    declared = subject.declared
    if not declared.pools() and not declared.groups():
        raise CannotTell("the stack declares no pools and no node groups")
    families = {name for pool in declared.pools() for name in pool.families}
    types = {name for group in declared.groups() for name in group.types}
    shares, untold = shares_of(declared, sizes(subject.aws("ec2"), families, types))
    client = subject.aws("service-quotas")
    quotas = {quota["code"]: quota for share in shares for quota in share.quotas}
    allowed = {code: _value(client, code) for code in quotas}
    wanted = {code: [share for share in shares if quotas[code] in share.quotas] for code in quotas}
    short = [code for code, users in wanted.items() if sum(share.vcpus for share in users) > allowed[code]]
    stuck = [one.who for one in shares if all(allowed[quota["code"]] < one.first_vcpus for quota in one.quotas)]
    if short:
        told = "; ".join(_shortage(quotas[code], wanted[code], allowed[code]) for code in short)
        mend = "\n".join(_increase(code, wanted[code], subject, client) for code in short)
        return failed(f"not even one instance for {', '.join(stuck)}: {told}", mend) if stuck else warned(told, mend)
    if untold:
        return warned(
            "; ".join(untold), "look at https://console.aws.amazon.com/servicequotas/home/services/ec2/quotas"
        )
    return passed("; ".join(_room(quotas[code], wanted[code], allowed[code]) for code in quotas))


def shares_of(declared: Declared, known: Mapping[str, Size]) -> tuple[list[Share], list[str]]:
    """What pools and groups may take, and what cannot be told of them."""
    shares: list[Share] = []
    untold: list[str] = []

    def add(who: str, of: str, markets: tuple[str, ...], first: int, total: int) -> None:
        quotas = [_quota(of, market) for market in markets]
        if not all(quotas):
            untold.append(f"{who}: no quota is known for {of}")
        # What is reserved counts as on-demand: one quota may be named twice.
        found = {quota["code"]: quota for quota in quotas if quota}
        if found:
            shares.append(Share(who, tuple(found.values()), first, total))

    for pool in declared.pools():
        if pool.gpus_max is None:
            untold.append(f"{pool.name}: may hold any number of GPUs")
        for of, first, total in _parts(pool, known):
            add(pool.name, of, pool.markets, first, total)
    for group in declared.groups():
        vcpus = [known[name].vcpus for name in group.types if name in known]
        if vcpus and group.nodes_max:
            # EKS may take any of the types: what they need at most is what there has to be room for.
            add(group.name, group.types[0], (group.market,), max(vcpus), max(vcpus) * group.nodes_max)
    return shares, untold


def _parts(pool: Pool, known: Mapping[str, Size]) -> Iterator[tuple[str, int, int]]:
    """For each quota that a pool draws on: a family that it limits, the smallest instance, and what all GPUs take."""
    sharing: dict[str, list[str]] = {}
    for name in pool.families:
        sharing.setdefault(str(_quota(name, "on-demand")), []).append(name)
    for families in sharing.values():
        fitting = [size for type_, size in known.items() if family(type_) in families and size.gpus]
        if fitting and pool.gpus_max:
            ratio = min(size.vcpus / size.gpus for size in fitting)
            yield families[0], min(size.vcpus for size in fitting), ceil(ratio * pool.gpus_max)


def _quota(name: str, market: str) -> Quota | None:
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


def _shortage(quota: Quota, users: Sequence[Share], allowed: float) -> str:
    who = ", ".join(share.who for share in users)
    return f"{quota['name']} ({quota['code']}): {_sum(users)} vCPUs wanted by {who}, {allowed:g} allowed"


def _room(quota: Quota, users: Sequence[Share], allowed: float) -> str:
    return f"{quota['name']} ({quota['code']}): {_sum(users)} of {allowed:g} vCPUs"


def _increase(code: str, users: Sequence[Share], subject: Subject, client: Any) -> str:
    place = f" --endpoint-url {client.meta.endpoint_url}" if subject.in_sandbox else ""
    return (
        f"aws service-quotas request-service-quota-increase --service-code ec2 --quota-code {code} "
        f"--desired-value {_sum(users)} --region {client.meta.region_name}{place}"
    )


def _sum(users: Sequence[Share]) -> int:
    return sum(share.vcpus for share in users)


CHECK: Final = Check(
    "quotas",
    Group.ACCOUNT,
    "Whether the account may run as many vCPUs, on demand and on spot, as the pools and node groups may grow to.",
    _run,
)
