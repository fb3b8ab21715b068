"""The bucket that tells who read and wrote the state: S3's access logs of the state bucket, and nothing else."""

from __future__ import annotations

from typing import ClassVar

from foundation.bucket import Bucket
from foundation.documents import Statement
from foundation.names import Names

PREFIX = "state/"


class LogBucket(Bucket):
    """The log bucket. S3 delivers access logs only to buckets that it encrypts with its own keys.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html

    Args:
        names: the environment's.
        kept_days: how long a log stays.
    """

    kind: ClassVar[str] = "access log bucket"

    def __init__(self, names: Names, kept_days: int) -> None:
        super().__init__(names)
        self._kept_days = kept_days

    @property
    def name(self) -> str:
        return self.names.log_bucket

    def statements(self) -> list[Statement]:
        account = self.names.account
        delivery: Statement = {
            "Sid": "TakeAccessLogs",
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": f"{self.arn}/{PREFIX}*",
            "Condition": {
                "ArnLike": {"aws:SourceArn": f"arn:{account.partition}:s3:::{self.names.state_bucket}"},
                "StringEquals": {"aws:SourceAccount": account.number},
            },
        }
        return [*super().statements(), delivery]

    def lifecycle(self) -> dict[str, int | str | None]:
        return {"objects": self._kept_days, "old versions": 7, "unfinished uploads": 7}
