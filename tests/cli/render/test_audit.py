"""An audit as people and programs read it."""

from __future__ import annotations

import io
import re

from rich.console import Console

from audit import Finding, assess
from audit.report import Report
from cli.render.audit import audit_json, audit_parts

ARN = "arn:aws:ec2:eu-central-1:123456789012:"


def report() -> Report:
    found = [
        Finding(service="ec2", kind="elastic-ip", id=f"{ARN}elastic-ip/eip-1"),
        Finding(service="kms", kind="key", id="arn:kept"),
        Finding(service="s3", kind="bucket", id="arn:aws:s3:::left"),
        Finding(service="kms", kind="key", id="arn:going", leaving="deleted on 2026-12-01"),
        Finding(service="kubernetes", kind="Namespace", id="https://c/jobs", belongs_to=("Namespace/jobs",)),
    ]
    return assess(found, ["arn:kept", "Namespace/jobs"], "eu-central-1", ["what is in the cluster"])


def text(shown: Report) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, width=200)
    for part in audit_parts("dev", shown):
        console.print(part)
    return [re.sub(r"\s+", " ", line).strip() for line in out.getvalue().splitlines()]


def test_residue_first_then_the_sums_and_what_they_rest_on() -> None:
    lines = text(report())
    assert lines[:6] == [
        "standing service type USD a month id",
        f"residue ec2 elastic-ip 3.65 {ARN}elastic-ip/eip-1",
        "residue s3 bucket unknown arn:aws:s3:::left",
        "leaving kms key 0.00 arn:going (deleted on 2026-12-01)",
        "kept kms key 1.00 arn:kept",
        "kept kubernetes objects 0.00 1 that the state lists",
    ]
    assert lines[7:10] == [
        "2 residue: nobody knows of it any more: 3.65 USD a month + 1 without a known price: s3/bucket (1)",
        "1 deleted already, going by itself: 0.00 USD a month",
        "2 kept on purpose: 1.00 USD a month",
    ]
    assert lines[10].startswith("A month has 730 hours; ")
    assert lines[11:] == ["not asked: what is in the cluster"]


def test_nothing_left_is_said_in_one_line() -> None:
    assert text(Report([])) == ["dev: nothing is left that should not be"]


def test_programs_get_every_finding_with_its_sources() -> None:
    told = audit_json("dev", report())
    assert [one["standing"] for one in told["found"]] == ["residue", "residue", "leaving", "kept", "kept"]
    address, bucket = told["found"][:2]
    assert (address["usdAMonth"], bucket["usdAMonth"], bucket["why"]) == (3.65, None, "depends on what is stored")
    assert address["sources"][0].startswith("https://")
    assert told["knownUsdAMonth"] == {"kept": 1.0, "leaving": 0.0, "residue": 3.65}
    assert told["withoutAKnownPrice"] == {"kept": 0, "leaving": 0, "residue": 1}
    assert told["notAsked"] == ["what is in the cluster"]
