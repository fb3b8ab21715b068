"""Objects in a bucket."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.resource import Created, Resource, compact
from sandbox.providers.aws.tags import Tagging, Tags, tag_list, tag_map
from sandbox.schema import Problem

# Inputs that S3 takes with an object, by its own names.
_HEADERS = {
    "acl": "ACL",
    "bucketKeyEnabled": "BucketKeyEnabled",
    "cacheControl": "CacheControl",
    "checksumAlgorithm": "ChecksumAlgorithm",
    "contentDisposition": "ContentDisposition",
    "contentEncoding": "ContentEncoding",
    "contentLanguage": "ContentLanguage",
    "contentType": "ContentType",
    "kmsKeyId": "SSEKMSKeyId",
    "metadata": "Metadata",
    "objectLockLegalHoldStatus": "ObjectLockLegalHoldStatus",
    "objectLockMode": "ObjectLockMode",
    "objectLockRetainUntilDate": "ObjectLockRetainUntilDate",
    "serverSideEncryption": "ServerSideEncryption",
    "storageClass": "StorageClass",
    "websiteRedirect": "WebsiteRedirectLocation",
}


class ObjectTagging(Tagging):
    """An object's tags, which S3 replaces as a whole."""

    def read(self, client: Any, outputs: Props) -> Tags:
        return tag_map(client.get_object_tagging(Bucket=outputs["bucket"], Key=outputs["key"])["TagSet"])

    def apply(self, client: Any, outputs: Props, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        where = {"Bucket": outputs["bucket"], "Key": outputs["key"]}
        if new:
            client.put_object_tagging(**where, Tagging={"TagSet": tag_list(new)})
        elif old:
            client.delete_object_tagging(**where)


class BucketObjectv2(Resource):
    token = "aws:s3/bucketObjectv2:BucketObjectv2"
    service = "s3"
    name_property = "key"
    name_length_max = 1024
    replace_on = frozenset({"bucket", "key"})
    defaults: ClassVar = {"forceDestroy": False, "storageClass": "STANDARD"}
    unsupported = frozenset({"overrideProvider"})
    tagging = ObjectTagging()

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        return logical  # As Pulumi's AWS provider does: a key need only be unique in its bucket

    def check(self, inputs: Props) -> list[Problem]:
        given = [name for name in ("content", "contentBase64", "source") if name in inputs]
        if len(given) > 1:
            return [Problem(given[1], f"at most one of content, contentBase64 and source, got also {given[0]}")]
        return []

    def create(self, inputs: Props) -> Created:
        self._put(inputs)
        return Created(inputs["key"])

    def read(self, id: str, outputs: Props) -> Props:
        bucket, key = outputs["bucket"], outputs.get("key", id)
        found = self.client.head_object(Bucket=bucket, Key=key)
        shown = {name: found[header] for name, header in _HEADERS.items() if header in found and name != "acl"}
        if "objectLockRetainUntilDate" in shown:
            shown["objectLockRetainUntilDate"] = f"{shown['objectLockRetainUntilDate']:%Y-%m-%dT%H:%M:%SZ}"
        return {
            **shown,
            "bucket": bucket,
            "key": key,
            "arn": f"arn:{self.aws.partition}:s3:::{bucket}/{key}",
            "etag": found["ETag"].strip('"'),
            "versionId": found.get("VersionId", ""),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        # Whatever changed, "sourceHash" among it: an object is put as a whole.
        self._put({"key": id, **new})
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        delete_versions(
            self.client, outputs["bucket"], outputs.get("key", id), bypass=bool(outputs.get("forceDestroy"))
        )

    def _put(self, inputs: Props) -> None:
        headers = {header: inputs.get(name) for name, header in _HEADERS.items()}
        if inputs.get("kmsKeyId"):
            headers["ServerSideEncryption"] = inputs.get("serverSideEncryption", "aws:kms")
        self.client.put_object(Bucket=inputs["bucket"], Key=inputs["key"], Body=_body(inputs), **compact(**headers))


def delete_versions(client: Any, bucket: str, key: str | None = None, *, bypass: bool = True) -> None:
    """Delete every version and delete marker of one key, or of every key of the bucket.

    Args:
        bypass: whether governance retention is overruled; legal holds and compliance retention never are.
    """
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key or ""):
        for version in [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]:
            if key in (None, version["Key"]):
                where = {"Bucket": bucket, "Key": version["Key"], "VersionId": version["VersionId"]}
                client.delete_object(**where, **({"BypassGovernanceRetention": True} if bypass else {}))


def _body(inputs: Props) -> bytes:
    if "contentBase64" in inputs:
        return base64.b64decode(inputs["contentBase64"])
    source = inputs.get("source")
    if isinstance(source, dict):  # a Pulumi asset
        return Path(source["path"]).read_bytes() if "path" in source else str(source.get("text", "")).encode()
    return str(inputs.get("content", "")).encode()
