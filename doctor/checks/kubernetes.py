"""The cluster's version: whether EKS supports it, and how far what runs is from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from botocore.exceptions import ClientError

from doctor.check import CannotTell, Check, Finding, Group, failed, passed, skipped, warned
from doctor.checks.tools import KUBECTL, version_of
from doctor.data import table
from doctor.subject import Subject

NODES_BEHIND_MAX: Final = 3
"""How many minor versions nodes may be behind: https://kubernetes.io/releases/version-skew-policy/"""
NOTICE_DAYS: Final = 60
"""How long before the end of standard support it is told; AWS announces it as long before."""


def minor(version: str) -> int:
    """35 for `1.35`, and for `v1.35.3-eksbuild.5`."""
    return int(version.removeprefix("v").split(".")[1])


def _version(subject: Subject) -> Finding:
    name, wanted = _declared(subject)
    answer = subject.aws("eks").describe_cluster_versions(includeAll=True)["clusterVersions"]
    return judge(name, wanted, {one["clusterVersion"]: one for one in answer}, datetime.now(UTC).date())


def judge(name: str, wanted: str, offered: Mapping[str, Mapping[str, Any]], today: date) -> Finding:
    """What is to be said of a cluster's version.

    Args:
        name: the cluster.
        wanted: its declared version.
        offered: what EKS tells of each version, as `DescribeClusterVersions` answers.
        today: the date in UTC.
    """
    standard = sorted((v for v, one in offered.items() if _status(one) == "STANDARD_SUPPORT"), key=minor)
    mend = f"set strata:cluster.version to one of {', '.join(standard)}; a cluster goes up one minor version at a time"
    if wanted not in offered or _status(offered[wanted]) == "UNSUPPORTED":
        return failed(f"{name}: EKS does not offer Kubernetes {wanted}", mend)
    if _status(offered[wanted]) == "EXTENDED_SUPPORT":
        return warned(f"{name}: Kubernetes {wanted} is in extended support, at a surcharge", mend)
    ends = _end(wanted, offered[wanted])
    if ends is None:
        return passed(f"{name}: Kubernetes {wanted} is in standard support; until when is unknown")
    told = f"{name}: Kubernetes {wanted} is in standard support until {ends}"
    days = (ends - today).days
    return warned(f"{told}: {days} days", mend) if days <= NOTICE_DAYS else passed(told)


def _skew(subject: Subject) -> Finding:
    name, wanted = _declared(subject)
    eks = subject.aws("eks")
    try:
        running = eks.describe_cluster(name=name)["cluster"]["version"]
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "ResourceNotFoundException":
            return skipped(f"{name} is not there yet")
        raise
    step = minor(wanted) - minor(running)
    if step < 0:
        return failed(
            f"{name} runs {running}, and cannot go back to {wanted}", f"set strata:cluster.version to {running}"
        )
    if step > 1:
        via = f"1.{minor(running) + 1}"
        return failed(
            f"{name} runs {running}; it cannot go to {wanted} at once", f"set strata:cluster.version to {via} first"
        )
    return _nodes(eks, name, running, wanted)


def _nodes(eks: Any, name: str, running: str, wanted: str) -> Finding:
    groups = [
        group
        for page in eks.get_paginator("list_nodegroups").paginate(clusterName=name)
        for group in page["nodegroups"]
    ]
    behind = {}
    for group in groups:
        version = eks.describe_nodegroup(clusterName=name, nodegroupName=group)["nodegroup"].get("version")
        if version and (distance := minor(wanted) - minor(version)) > 0:
            behind[f"{group} ({version})"] = distance
    told = f"{name} runs {running}"
    mend = f"aws eks update-nodegroup-version --cluster-name {name} --nodegroup-name <group>"
    if any(distance > NODES_BEHIND_MAX for distance in behind.values()):
        far = ", ".join(behind)
        return failed(f"{told}; nodes of {far} are more than {NODES_BEHIND_MAX} versions behind {wanted}", mend)
    if any(distance > 1 for distance in behind.values()):
        return warned(f"{told}; nodes of {', '.join(behind)} are behind {wanted}", mend)
    return passed(f"{told}, with {len(groups)} node groups; {wanted} is declared")


def _kubectl(subject: Subject) -> Finding:
    _, wanted = _declared(subject)
    client = version_of(KUBECTL)
    if client is None:
        raise CannotTell("kubectl does not tell its version; see `kubectl`")
    apart = minor(client) - minor(wanted)
    if abs(apart) > 1:
        return warned(
            f"kubectl {client} is {abs(apart)} minor versions from Kubernetes {wanted}; one is supported",
            KUBECTL.mend.replace("stable.txt", f"stable-{wanted}.txt"),
        )
    return passed(f"kubectl {client} fits Kubernetes {wanted}")


def _addons(subject: Subject) -> Finding:
    name, wanted = _declared(subject)
    declared = subject.declared.addons()
    if not declared:
        raise CannotTell("the stack declares no add-ons with a version")
    pages = subject.aws("eks").get_paginator("describe_addon_versions").paginate(kubernetesVersion=wanted)
    offered: dict[str, list[str]] = {}
    for page in pages:
        for addon in page["addons"]:
            offered.setdefault(addon["addonName"], []).extend(one["addonVersion"] for one in addon["addonVersions"])
    wrong = {addon: version for addon, version in declared.items() if version not in offered.get(addon, [])}
    if wrong:
        told = ", ".join(f"{addon} {version}" for addon, version in wrong.items())
        first = next(iter(wrong))
        newest = (offered.get(first) or ["none"])[0]
        return failed(
            f"EKS does not offer {told} for Kubernetes {wanted}", f"pin {first} to {newest} in components/addons.py"
        )
    return passed(f"EKS offers all {len(declared)} add-ons of {name} for Kubernetes {wanted}")


def _declared(subject: Subject) -> tuple[str, str]:
    """The name and version of the stack's cluster."""
    named = {name: version for name, version in subject.declared.clusters().items() if version}
    if not named:
        raise CannotTell("the stack declares no cluster whose version is known before it is there")
    return next(iter(named.items()))


def _status(offer: Mapping[str, Any]) -> str:
    return str(offer.get("versionStatus") or offer.get("status", "")).upper()


def _end(version: str, offer: Mapping[str, Any]) -> date | None:
    told = offer.get("endOfStandardSupportDate")
    if isinstance(told, datetime):
        return told.date()
    known = table("eks_versions")["standard_support_ends"].get(version)
    return known if isinstance(known, date) else None


CHECKS: Final = (
    Check("version", Group.CLUSTER, "Whether EKS supports the declared Kubernetes version, and until when.", _version),
    Check(
        "skew",
        Group.CLUSTER,
        "Whether the running cluster can go to the declared version, and its nodes keep up.",
        _skew,
    ),
    Check("kubectl skew", Group.CLUSTER, "Whether kubectl is at most one minor version from the cluster.", _kubectl),
    Check("add-ons", Group.CLUSTER, "Whether EKS offers the pinned add-ons for the declared version.", _addons),
)
