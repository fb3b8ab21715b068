"""JUnit XML, which CI systems show: a suite for each rule, a case for each resource that it looked at."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from policies.reports.records import message
from policies.verdict import Judged, Verdict

_ENDED = {"violated": "failure", "unknown": "skipped", "error": "error"}


def as_junit(verdict: Verdict, subject: str) -> str:
    """The verdict as JUnit XML. A waived finding is skipped; so is what cannot be known, unless it counts."""
    root = ET.Element("testsuites", name=f"policies: {subject}")
    found: dict[str, dict[str, list[Judged]]] = {}
    for one in verdict.findings:
        found.setdefault(one.rule.name, {}).setdefault(one.finding.urn, []).append(one)
    for rule in sorted({*verdict.checked, *found}):
        urns = dict.fromkeys([*verdict.checked.get(rule, ()), *found.get(rule, ())])
        if not urns:
            continue
        suite = ET.SubElement(root, "testsuite", name=rule, tests=str(len(urns)))
        ended = [_case(suite, rule, urn, found.get(rule, {}).get(urn, [])) for urn in urns]
        for attribute, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            suite.set(attribute, str(ended.count(kind)))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _case(suite: ET.Element, rule: str, urn: str, findings: list[Judged]) -> str:
    case = ET.SubElement(suite, "testcase", classname=rule, name=urn)
    ends = {_end(one): one for one in reversed(findings)}
    for kind in ("error", "failure", "skipped"):
        if kind in ends:
            one = ends[kind]
            ended = ET.SubElement(case, kind, message=message(one))
            ended.text = "\n".join(f"{each.finding.path}: {message(each)}" for each in findings) + f"\n{one.rule.fix}"
            return kind
    return ""


def _end(one: Judged) -> str:
    if one.waiver is not None:
        return "skipped"
    return "failure" if one.counts and one.finding.outcome == "unknown" else _ENDED[one.finding.outcome]
