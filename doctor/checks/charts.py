"""Whether charts, the cluster and the kinds that charts bring fit each other."""

from __future__ import annotations

from typing import Final

from doctor.check import CannotTell, Check, Finding, Group, failed, passed, warned
from doctor.checks.kubernetes import minor
from doctor.data import table
from doctor.declared import Chart
from doctor.subject import Subject
from sandbox.providers.kubernetes.helm.charts import CHARTS, bringing
from sandbox.providers.kubernetes.kinds import BUILT_IN

ROW: Final = "add its row to doctor/charts.yaml, with its source"


def _matrix(subject: Subject) -> Finding:
    charts = subject.declared.charts()
    versions = [version for version in subject.declared.clusters().values() if version]
    if not charts or not versions:
        raise CannotTell("the stack declares no charts, or no cluster whose version is known")
    judged = {f"{chart.name} {chart.version}": judge(chart, versions[0]) for chart in charts}
    wrong = [f"{name} {why}" for name, (sure, why) in judged.items() if sure and why]
    unsure = [f"{name} {why}" for name, (sure, why) in judged.items() if not sure]
    if wrong:
        return failed(
            "; ".join(wrong),
            "pin a release in components/charts.py that is made for it, or another strata:cluster.version",
        )
    if unsure:
        return warned(
            f"unknown for Kubernetes {versions[0]}: {'; '.join(unsure)}", f"read its release notes, and {ROW}"
        )
    return passed(f"all {len(charts)} charts are made for Kubernetes {versions[0]}")


def judge(chart: Chart, kubernetes: str) -> tuple[bool, str]:
    """Whether it is known how a chart and a Kubernetes version go together, and why they do not, if they do not."""
    row = (table("charts").get(chart.name) or {}).get(".".join(chart.version.split(".")[:2]))
    if row is None:
        return False, "is in no table"
    if minor(kubernetes) < minor(row["from"]):
        return True, f"needs Kubernetes {row['from']} or later"
    if "to" in row and minor(kubernetes) > minor(row["to"]):
        return True, f"is made for Kubernetes {row['from']} to {row['to']}"
    if "known" in row and minor(kubernetes) > minor(row["known"]):
        return False, f"is stated up to {row['known']}"
    return True, ""


def _kinds(subject: Subject) -> Finding:
    declared = subject.declared
    charts = {chart.name for chart in declared.charts()}
    wanted = [pair for pair in declared.kinds() if (pair[0].removeprefix("core/"), pair[1]) not in BUILT_IN]
    if not wanted:
        raise CannotTell("the stack declares no custom resources")
    brought = declared.defined() | {
        (f"{one.group}/{version}", one.kind)
        for name in charts & CHARTS.keys()
        for one in CHARTS[name].definitions
        for version in one.versions
    }
    missing = [pair for pair in wanted if pair not in brought]
    if not missing:
        return passed(f"what the stack installs brings all {len(wanted)} custom kinds that it declares")
    told = ", ".join(f"{kind} ({version})" for version, kind in missing)
    if unknown := sorted(charts - CHARTS.keys()):
        return warned(f"{told}: unknown whether {', '.join(unknown)} brings it", "see the chart's own definitions")
    return failed(f"nothing in the stack brings {told}", bringing(*missing[0]).lstrip("; "))


CHECKS: Final = (
    Check(
        "chart versions",
        Group.CLUSTER,
        "Whether each chart's release is made for the cluster's Kubernetes version.",
        _matrix,
    ),
    Check(
        "custom kinds",
        Group.CLUSTER,
        "Whether a chart of the stack brings every custom kind, in the version declared.",
        _kinds,
    ),
)
