"""The bucket itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.answers import is_missing
from sandbox.providers.aws.resource import Created, Resource
from sandbox.providers.aws.s3.objects import delete_versions
from sandbox.providers.aws.tags import Tagging, Tags, tag_list, tag_map
from sandbox.schema import Problem

_OWN_RESOURCE = {
    "accelerationStatus": "BucketAccelerateConfiguration",
    "acl": "BucketAcl",
    "corsRules": "BucketCorsConfiguration",
    "grants": "BucketAcl",
    "lifecycleRules": "BucketLifecycleConfiguration",
    "logging": "BucketLogging",
    "objectLockConfiguration": "BucketObjectLockConfiguration",
    "policy": "BucketPolicy",
    "replicationConfiguration": "BucketReplicationConfig",
    "requestPayer": "BucketRequestPaymentConfiguration",
    "serverSideEncryptionConfiguration": "BucketServerSideEncryptionConfiguration",
    "versioning": "BucketVersioning",
    "website": "BucketWebsiteConfiguration",
}
"""Inputs that Pulumi's AWS provider deprecates in favour of a resource of their own."""


class BucketTagging(Tagging):
    """A bucket's tags, which S3 replaces as a whole."""

    def read(self, client: Any, outputs: Props) -> Tags:
        try:
            return tag_map(client.get_bucket_tagging(Bucket=outputs["bucket"])["TagSet"])
        except client.exceptions.ClientError as error:
            if not is_missing(error):
                raise
            return {}

    def apply(self, client: Any, outputs: Props, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        if new:
            client.put_bucket_tagging(Bucket=outputs["bucket"], Tagging={"TagSet": tag_list(new)})
        elif old:
            client.delete_bucket_tagging(Bucket=outputs["bucket"])


class Bucket(Resource):
    token = "aws:s3/bucket:Bucket"
    service = "s3"
    name_property = "bucket"
    prefix_property = "bucketPrefix"
    name_length_max = 63
    replace_on = frozenset({"bucket", "bucketPrefix", "bucketNamespace", "objectLockEnabled"})
    defaults: ClassVar = {"forceDestroy": False}
    unsupported = frozenset({"bucketNamespace"})
    tagging = BucketTagging()

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        return f"{logical}-{suffix}".lower()

    def check(self, inputs: Props) -> list[Problem]:
        return [
            Problem(name, f"set it with the resource aws.s3.{resource}; the sandbox has no inline form of it")
            for name, resource in _OWN_RESOURCE.items()
            if name in inputs
        ]

    def create(self, inputs: Props) -> Created:
        name = inputs["bucket"]
        # us-east-1 is the one region that must not be named.
        where = {} if self.aws.region == "us-east-1" else {"LocationConstraint": self.aws.region}
        options: Props = {"CreateBucketConfiguration": where} if where else {}
        if inputs.get("objectLockEnabled"):
            options["ObjectLockEnabledForBucket"] = True
        self.client.create_bucket(Bucket=name, **options)
        return Created(name)

    def read(self, id: str, outputs: Props) -> Props:
        self.client.head_bucket(Bucket=id)
        return {
            "bucket": id,
            "arn": f"arn:{self.aws.partition}:s3:::{id}",
            "bucketDomainName": f"{id}.s3.amazonaws.com",
            "bucketRegionalDomainName": f"{id}.s3.{self.aws.region}.amazonaws.com",
            "bucketRegion": self.aws.region,
            "objectLockEnabled": self._is_locked(id),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        return {}  # `forceDestroy` is Pulumi's own; everything else replaces

    def delete(self, id: str, outputs: Props) -> None:
        if outputs.get("forceDestroy"):
            delete_versions(self.client, id)
        self.client.delete_bucket(Bucket=id)

    def _is_locked(self, name: str) -> bool:
        try:
            found = self.client.get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"]
        except self.client.exceptions.ClientError as error:
            if not is_missing(error):
                raise
            return False
        return bool(found.get("ObjectLockEnabled") == "Enabled")
