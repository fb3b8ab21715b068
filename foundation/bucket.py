"""What every bucket of a foundation is: versioned, encrypted, closed to the public and to plain HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from foundation.documents import Statement, by_sid, document, sids
from foundation.names import as_dict, as_list
from foundation.piece import Piece, Property

_CLOSED: Final = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}
_OLDEST_REGION: Final = "us-east-1"
"""The region whose name S3 does not take as a place for a bucket."""
KEPT: Final = "kept"
"""How long an object stays that does not expire; only what is left of one that was deleted does."""
_BATCH: Final = 1000
"""Versions that one request deletes at the most."""
_RULE: Final = "strata"
"""The lifecycle rule that is ours; others stay."""


class Bucket(Piece):
    """A bucket without anything of its own."""

    @property
    def s3(self) -> Any:
        """The client."""
        return self.client("s3")

    @property
    def expected(self) -> dict[str, str]:
        """Names the bucket in a request, which is refused if the bucket has another owner."""
        return {"Bucket": self.name, "ExpectedBucketOwner": self.names.account.number}

    def exists(self) -> bool:
        return self._answer(self.s3.head_bucket, "404", "NoSuchBucket") is not None

    def create(self) -> None:
        region = self.names.account.region
        place = {} if region == _OLDEST_REGION else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self.s3.create_bucket(Bucket=self.name, ObjectOwnership="BucketOwnerEnforced", **place)

    def properties(self) -> Iterator[Property]:
        s3, bucket = self.s3, self.expected
        yield Property(
            "public access block",
            self._public_access,
            _CLOSED,
            lambda: s3.put_public_access_block(**bucket, PublicAccessBlockConfiguration=_CLOSED),
        )
        yield Property("tags", self._tags, self.names.tags, self._tag)
        yield Property(
            "object ownership",
            self._ownership,
            "BucketOwnerEnforced",
            lambda: s3.put_bucket_ownership_controls(
                **bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
            ),
        )
        yield Property(
            "versioning",
            lambda: s3.get_bucket_versioning(**bucket).get("Status"),
            "Enabled",
            lambda: s3.put_bucket_versioning(**bucket, VersioningConfiguration={"Status": "Enabled"}),
        )
        yield Property("encryption", self._encryption, self.encryption(), self._encrypt)
        yield Property(
            "policy",
            self._policy,
            sids(*self.statements()),
            lambda: s3.put_bucket_policy(**bucket, Policy=document(self.statements())),
        )
        yield Property("lifecycle", self._lifecycle, self.lifecycle(), self._set_lifecycle)

    def encryption(self) -> dict[str, Any]:
        """How objects are encrypted: `algorithm`, and with KMS `key` and `bucket key`."""
        return {"algorithm": "AES256", "key": None, "bucket key": False}

    def statements(self) -> list[Statement]:
        """The bucket's policy."""
        arn = self.arn
        return [
            {
                "Sid": "RefusePlainHttp",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [arn, f"{arn}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ]

    @property
    def arn(self) -> str:
        """Its ARN."""
        return f"arn:{self.names.account.partition}:s3:::{self.name}"

    def lifecycle(self) -> dict[str, int | str | None]:
        """Days, or `KEPT`: until objects expire, until old versions do, until an unfinished upload is given up."""
        raise NotImplementedError

    def delete(self) -> None:
        while versions := self._versions():
            answer = self.s3.delete_objects(**self.expected, Delete={"Objects": versions, "Quiet": True})
            if refused := answer.get("Errors"):
                raise ClientError({"Error": refused[0]}, "DeleteObjects")
        self.s3.delete_bucket(**self.expected)

    def _versions(self) -> list[dict[str, str]]:
        page = self.s3.list_object_versions(**self.expected, MaxKeys=_BATCH)
        found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        return [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]

    def _answer(self, ask: Callable[..., Any], *missing: str) -> Any:
        """What S3 answers; None if it says that there is no such thing."""
        try:
            return ask(**self.expected)
        except ClientError as error:
            if error.response["Error"]["Code"] in missing:
                return None
            raise

    def _public_access(self) -> Any:
        answer = self._answer(self.s3.get_public_access_block, "NoSuchPublicAccessBlockConfiguration")
        return answer and answer["PublicAccessBlockConfiguration"]

    def _all_tags(self) -> dict[str, str]:
        answer = self._answer(self.s3.get_bucket_tagging, "NoSuchTagSet")
        return as_dict(answer["TagSet"]) if answer else {}

    def _tags(self) -> dict[str, str]:
        return {key: value for key, value in self._all_tags().items() if key in self.names.tags}

    def _tag(self) -> None:
        tags = as_list(self._all_tags() | self.names.tags)
        self.s3.put_bucket_tagging(**self.expected, Tagging={"TagSet": tags})

    def _ownership(self) -> Any:
        answer = self._answer(self.s3.get_bucket_ownership_controls, "OwnershipControlsNotFoundError")
        return answer and answer["OwnershipControls"]["Rules"][0]["ObjectOwnership"]

    def _encryption(self) -> Any:
        answer = self._answer(self.s3.get_bucket_encryption, "ServerSideEncryptionConfigurationNotFoundError")
        if not answer:
            return None
        rule = answer["ServerSideEncryptionConfiguration"]["Rules"][0]
        default = rule["ApplyServerSideEncryptionByDefault"]
        return {
            "algorithm": default["SSEAlgorithm"],
            "key": default.get("KMSMasterKeyID"),
            "bucket key": rule.get("BucketKeyEnabled", False),
        }

    def _encrypt(self) -> None:
        wanted = self.encryption()
        default = {"SSEAlgorithm": wanted["algorithm"]} | ({"KMSMasterKeyID": wanted["key"]} if wanted["key"] else {})
        rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": wanted["bucket key"]}
        self.s3.put_bucket_encryption(**self.expected, ServerSideEncryptionConfiguration={"Rules": [rule]})

    def _policy(self) -> Any:
        answer = self._answer(self.s3.get_bucket_policy, "NoSuchBucketPolicy")
        return answer and by_sid(answer["Policy"])

    def _rules(self) -> list[dict[str, Any]]:
        answer = self._answer(self.s3.get_bucket_lifecycle_configuration, "NoSuchLifecycleConfiguration")
        return list(answer["Rules"]) if answer else []

    def _lifecycle(self) -> Any:
        return next((_days(rule) for rule in self._rules() if rule.get("ID") == _RULE), None)

    def _set_lifecycle(self) -> None:
        wanted = self.lifecycle()
        kept = wanted["objects"] == KEPT
        rule: dict[str, Any] = {
            "ID": _RULE,
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "NoncurrentVersionExpiration": {"NoncurrentDays": wanted["old versions"]},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": wanted["unfinished uploads"]},
            "Expiration": {"ExpiredObjectDeleteMarker": True} if kept else {"Days": wanted["objects"]},
        }
        rules = [*(one for one in self._rules() if one.get("ID") != _RULE), rule]
        self.s3.put_bucket_lifecycle_configuration(**self.expected, LifecycleConfiguration={"Rules": rules})


def _days(rule: Mapping[str, Any]) -> dict[str, int | str | None] | None:
    """What a rule of ours says; None if somebody has turned it off, or narrowed it down."""
    narrowed = rule.get("Filter", {}).get("Prefix", "") or set(rule.get("Filter", {})) - {"Prefix"}
    if rule["Status"] != "Enabled" or narrowed:
        return None
    ends = rule.get("Expiration", {})
    return {
        "objects": KEPT if ends.get("ExpiredObjectDeleteMarker") else ends.get("Days"),
        "old versions": rule.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays"),
        "unfinished uploads": rule.get("AbortIncompleteMultipartUpload", {}).get("DaysAfterInitiation"),
    }
