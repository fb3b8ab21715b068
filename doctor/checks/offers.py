"""Which of the instance types that the stack asks for EC2 offers in its zones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from doctor.check import CannotTell, Check, Finding, Group, failed, passed, warned
from doctor.instances import family, offers, sizes
from doctor.subject import Subject


def _run(subject: Subject) -> Finding:
    declared = subject.declared
    zones = declared.zones()
    wanted = {pool.name: pool.families for pool in declared.pools() if pool.families}
    wanted |= {group.name: group.types for group in declared.groups()}
    if not wanted or not zones:
        raise CannotTell("the stack declares no instances, or no subnets that name their zones")
    ec2 = subject.aws("ec2")
    families = {name for names in wanted.values() for name in names if "." not in name}
    types = {name for names in wanted.values() for name in names if "." in name}
    known = sizes(ec2, families, types)
    offered = offers(ec2, known, zones) if known else set()
    # A family is offered where any of its types is.
    places = {(name, zone) for type_, zone in offered for name in (type_, family(type_))}
    nowhere = [
        f"{who}: EC2 offers no {_or(names)} in {', '.join(zones)}"
        for who, names in wanted.items()
        if not any((name, zone) in places for name in names for zone in zones)
    ]
    if nowhere:
        return failed(
            "; ".join(nowhere), _mend(subject, next(n for w, n in wanted.items() if nowhere[0].startswith(f"{w}:")))
        )
    partly = [
        f"{who}: {name} not in {', '.join(missing)}"
        for who, names in wanted.items()
        for name in names
        if (missing := [zone for zone in zones if (name, zone) not in places])
    ]
    if partly:
        return warned("; ".join(partly), _mend(subject, sorted(families | types)))
    return passed(f"{', '.join(sorted(families | types))} in {', '.join(zones)}")


def _or(names: Iterable[str]) -> str:
    return " or ".join(names)


def _mend(subject: Subject, names: Iterable[str]) -> str:
    values = ",".join(f"{name}*" if "." not in name else name for name in names)
    where = subject.aws("ec2").meta.region_name
    file = subject.named.project.stack_file(subject.named.name).relative_to(subject.named.project.root)
    return (
        f"choose others in {file}; what there is: aws ec2 describe-instance-type-offerings "
        f"--location-type availability-zone --filters Name=instance-type,Values='{values}' --region {where}"
    )


CHECK: Final = Check(
    "offers",
    Group.ACCOUNT,
    "Whether EC2 offers the instance types of pools and node groups in the zones of the stack's subnets.",
    _run,
)
