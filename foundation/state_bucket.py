"""The bucket of the stacks' state, and what stacks there are in it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any, ClassVar, Final

from foundation.bucket import KEPT, Bucket
from foundation.log_bucket import PREFIX
from foundation.names import Names
from foundation.piece import Property
from foundation.secrets_key import SecretsKey

_STACKS: Final = ".pulumi/stacks/"
"""Where Pulumi's backend keeps a file for each stack, by project."""


class StateBucket(Bucket):
    """The state bucket.

    Args:
        names: the environment's.
        key: what encrypts it.
        versions_days: how long the state as it was before a change can be brought back.
    """

    kind: ClassVar[str] = "state bucket"
    removal_note: ClassVar[str] = "with every version of every object in it"

    def __init__(self, names: Names, key: SecretsKey, versions_days: int) -> None:
        super().__init__(names)
        self._key = key
        self._versions_days = versions_days

    @property
    def name(self) -> str:
        return self.names.state_bucket

    def encryption(self) -> dict[str, Any]:
        return {"algorithm": "aws:kms", "key": self._key.arn, "bucket key": True}

    def lifecycle(self) -> dict[str, int | str | None]:
        return {"objects": KEPT, "old versions": self._versions_days, "unfinished uploads": 7}

    def properties(self) -> Iterator[Property]:
        yield from super().properties()
        wanted = {"bucket": self.names.log_bucket, "prefix": PREFIX}
        logging = {"TargetBucket": wanted["bucket"], "TargetPrefix": wanted["prefix"]}
        yield Property(
            "access logs",
            self._logging,
            wanted,
            lambda: self.s3.put_bucket_logging(**self.expected, BucketLoggingStatus={"LoggingEnabled": logging}),
        )

    def stacks(self) -> dict[str, int | None]:
        """How many resources each stack lists, by `project/stack`; None where its file does not tell."""
        if not self.exists():
            return {}
        pages = self.s3.get_paginator("list_objects_v2").paginate(**self.expected, Prefix=_STACKS)
        keys = [str(one["Key"]) for page in pages for one in page.get("Contents", ())]
        return {
            key.removeprefix(_STACKS).partition(".json")[0]: self._resources(key)
            for key in keys
            if key.endswith((".json", ".json.gz"))
        }

    def _resources(self, key: str) -> int | None:
        body: bytes = self.s3.get_object(**self.expected, Key=key)["Body"].read()
        try:
            latest = json.loads(gzip.decompress(body) if key.endswith(".gz") else body)["checkpoint"]["latest"]
            return len((latest or {}).get("resources") or ())
        except (ValueError, KeyError, TypeError, AttributeError, OSError):
            return None

    def _logging(self) -> Any:
        enabled = self.s3.get_bucket_logging(**self.expected).get("LoggingEnabled")
        return enabled and {"bucket": enabled["TargetBucket"], "prefix": enabled["TargetPrefix"]}
