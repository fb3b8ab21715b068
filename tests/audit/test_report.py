"""Kept, leaving or residue; what it costs."""

from __future__ import annotations

import pytest

from audit import Finding, Standing, assess
from audit.report import KEEP_TAG
from cli.kept import TAG

ARN = "arn:aws:ec2:eu-central-1:123456789012:"
DATABASE = "arn:aws:rds:eu-central-1:123456789012:db:runs"


def finding(item: str, id_: str, **more: object) -> Finding:
    service, kind = item.split("/")
    return Finding(service=service, kind=kind, id=id_, **more)  # type: ignore[arg-type]


def standing(one: Finding, *recorded: str) -> Standing:
    (entry,) = assess([one], recorded, "eu-central-1").entries
    return entry.standing


@pytest.mark.parametrize(
    ("one", "recorded", "expected"),
    [
        (finding("ec2/vpc", f"{ARN}vpc/vpc-1"), [f"{ARN}vpc/vpc-1"], Standing.KEPT),
        # The state knows some things of EC2 by their id alone.
        (finding("ec2/natgateway", f"{ARN}natgateway/nat-1"), ["nat-1"], Standing.KEPT),
        (finding("ec2/vpc", f"{ARN}vpc/vpc-1"), ["vpc-2"], Standing.RESIDUE),
        # A role may have the name of something else.
        (finding("iam/role", "arn:aws:iam::123456789012:role/jobs"), ["jobs"], Standing.RESIDUE),
        (finding("ec2/security-group", f"{ARN}security-group/sg-1", belongs_to=("vpc-1",)), ["vpc-1"], Standing.KEPT),
        (finding("ec2/security-group", f"{ARN}security-group/sg-1", belongs_to=("vpc-1",)), [], Standing.RESIDUE),
        (finding("kms/key", "arn:aws:kms:eu-central-1:1:key/1", leaving="deleted on 2026-12-01"), [], Standing.LEAVING),
        # A last snapshot is made to stay; one that RDS makes every day goes with its database.
        (finding("rds/snapshot", f"{DATABASE}-final", tags={"keep": "data"}), [], Standing.KEPT),
        (finding("rds/snapshot", f"{DATABASE}-final"), [], Standing.RESIDUE),
        (finding("rds/snapshot", "s", tags={"keep": "data"}, belongs_to=(DATABASE,)), [DATABASE], Standing.KEPT),
        (finding("rds/snapshot", "s", tags={"keep": "data"}, belongs_to=(DATABASE,)), [], Standing.RESIDUE),
        # A mark alone excuses nothing: an orphaned bucket is nobody's.
        (finding("s3/bucket", "arn:aws:s3:::data", tags={"keep": "data"}), [], Standing.RESIDUE),
    ],
)
def test_where_something_stands(one: Finding, recorded: list[str], expected: Standing) -> None:
    assert standing(one, *recorded) is expected


def test_residue_comes_first_and_costs_add_up() -> None:
    found = [
        finding("ec2/elastic-ip", f"{ARN}elastic-ip/eip-1"),
        finding("kms/key", "arn:kept"),
        finding("kms/key", "arn:left"),
        finding("s3/bucket", "arn:aws:s3:::left"),
        finding("kms/key", "arn:going", leaving="deleted on 2026-12-01"),
    ]
    report = assess(found, ["arn:kept"], "eu-central-1", ["the cluster"])
    assert [entry.standing for entry in report.entries] == [Standing.RESIDUE] * 3 + [Standing.LEAVING, Standing.KEPT]
    assert {standing: report.known_usd(standing) for standing in Standing} == {
        Standing.KEPT: 1.0,
        Standing.LEAVING: 0.0,
        Standing.RESIDUE: 4.65,
    }
    assert [entry.finding.name for entry in report.unpriced(Standing.RESIDUE)] == ["left"]
    assert (len(report.residue), report.unasked) == (3, ["the cluster"])


def test_the_mark_is_the_one_that_destroy_knows() -> None:
    assert KEEP_TAG == TAG
