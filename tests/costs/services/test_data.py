"""What keeps data, in figures worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from costs import Range
from tests.costs.listed import declared, priced

FIGURES = {
    "rds/db.t4g.small": (0.04, "hour"),
    "rds/mysql/db.t4g.small": (0.03, "hour"),
    "rds/gp3": (0.1, "GiB-month"),
    "rds/backup": (0.095, "GiB-month"),
    "secretsmanager/secret": (0.4, "month"),
    "s3/standard": (0.02, "GiB-month"),
    "s3/write": (5e-6, "request"),
    "s3/read": (4e-7, "request"),
    "ecr/storage": (0.1, "GiB-month"),
    "kms/key": (1.0, "month"),
    "kms/request": (3e-6, "request"),
    "dynamodb/storage": (0.25, "GiB-month"),
    "dynamodb/write": (6e-7, "request"),
    "dynamodb/read": (1e-7, "request"),
    "dynamodb/write-capacity": (0.0006, "hour"),
    "dynamodb/read-capacity": (0.0001, "hour"),
    "efs/standard": (0.3, "GiB-month"),
    "ebs/gp3": (0.08, "GiB-month"),
}
DATABASE = {"instanceClass": "db.t4g.small", "engine": "postgres", "storageType": "gp3", "allocatedStorage": 20}


@pytest.mark.parametrize(
    ("token", "properties", "usd"),
    [
        # 0.04 x 730 + 20 x 0.1
        ("aws:rds/instance:Instance", DATABASE, Range(31.2, 31.2)),
        ("aws:rds/instance:Instance", DATABASE | {"multiAz": True}, Range(62.4, 62.4)),
        ("aws:rds/instance:Instance", DATABASE | {"maxAllocatedStorage": 100}, Range(31.2, 39.2)),
        ("aws:rds/instance:Instance", DATABASE | {"engine": "mysql"}, Range(23.9, 23.9)),
        ("aws:rds/instance:Instance", DATABASE | {"manageMasterUserPassword": True}, Range(31.6, 31.6)),
        ("aws:rds/instance:Instance", DATABASE | {"backupRetentionPeriod": 7}, Range(31.2, 40.7)),
        # 100 x 0.02 + 100,000 x 5e-6 + 1,000,000 x 4e-7
        ("aws:s3/bucket:Bucket", {}, Range(0, 2.9)),
        ("aws:ecr/repository:Repository", {}, Range(0, 5)),
        ("aws:kms/key:Key", {}, Range(1, 1.3)),
        ("aws:kms/key:Key", {"enableKeyRotation": True}, Range(1, 3.3)),
        ("aws:secretsmanager/secret:Secret", {}, Range(0.4, 0.4)),
        ("aws:dynamodb/table:Table", {"billingMode": "PAY_PER_REQUEST"}, Range(0, 3.2)),
        ("aws:dynamodb/table:Table", {"writeCapacity": 5, "readCapacity": 10}, Range(2.92, 5.42)),
        ("aws:efs/fileSystem:FileSystem", {}, Range(0, 30)),
        ("aws:ebs/volume:Volume", {"type": "gp3", "size": 50}, Range(4, 4)),
    ],
)
def test_sums(token: str, properties: dict[str, Any], usd: Range) -> None:
    found = priced(FIGURES, declared(token, **properties)).total
    assert found.unknown == ()
    assert (found.usd.low, found.usd.high) == pytest.approx((usd.low, usd.high))
