"""What is set on a bucket by resources of their own: a row each, for S3 puts, gets and deletes them alike."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.resource import Created, Resource, document
from sandbox.providers.aws.translation import from_aws, parameters
from sandbox.schema import Problem

_NOT_SENT = {"bucket", "region", "skipDestroy", "timeouts"}
_NOT_SUPPORTED = {"expectedBucketOwner", "mfa", "token"}


class BucketSetting(Resource):
    """A setting of a bucket. Its id is the bucket's name.

    Attributes:
        operation: what follows `put_` and `get_` in boto's names.
        parameter: the parameter of `put` and the member of the answer that hold the setting.
        delete_operation: boto's name; None where the setting is put back to `reset`.
        reset: what is put in its place where S3 cannot delete it.
        renames: names that differ from AWS's in more than capitals.
    """

    service = "s3"
    replace_on = frozenset({"bucket"})
    operation: ClassVar[str]
    parameter: ClassVar[str]
    delete_operation: ClassVar[str | None] = None
    reset: ClassVar[Props] = {}
    renames: ClassVar[dict[str, str]] = {}

    def check(self, inputs: Props) -> list[Problem]:
        return [Problem(name, "the sandbox does not support it") for name in sorted(_NOT_SUPPORTED & inputs.keys())]

    def create(self, inputs: Props) -> Created:
        self._put(inputs["bucket"], self.setting(inputs))
        return Created(inputs["bucket"])

    def read(self, id: str, outputs: Props) -> Props | None:
        answer = getattr(self.client, f"get_{self.operation}")(Bucket=id)
        found = answer.get(self.parameter)
        return {"bucket": id, **self.shown(found)} if found else None

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._put(id, self.setting(new))
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        if outputs.get("skipDestroy"):
            return
        if self.delete_operation:
            getattr(self.client, self.delete_operation)(Bucket=id)
        else:
            self._put(id, self.reset)

    def setting(self, inputs: Props) -> Any:
        """The setting in AWS's form."""
        sent = {name: value for name, value in inputs.items() if name not in _NOT_SENT}
        return parameters(self.client, f"put_{self.operation}", {self.parameter: sent}, self.renames)[self.parameter]

    def shown(self, found: Any) -> Props:
        """The outputs that show the setting."""
        shown: Props = from_aws(found, self.renames)
        return shown

    def _put(self, bucket: str, setting: Any) -> None:
        getattr(self.client, f"put_{self.operation}")(Bucket=bucket, **{self.parameter: setting})


class BucketServerSideEncryptionConfiguration(BucketSetting):
    token = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    operation = "bucket_encryption"
    parameter = "ServerSideEncryptionConfiguration"
    delete_operation = "delete_bucket_encryption"


class BucketPublicAccessBlock(BucketSetting):
    token = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    operation = "public_access_block"
    parameter = "PublicAccessBlockConfiguration"
    delete_operation = "delete_public_access_block"
    defaults: ClassVar = {
        "blockPublicAcls": False,
        "blockPublicPolicy": False,
        "ignorePublicAcls": False,
        "restrictPublicBuckets": False,
    }


class BucketOwnershipControls(BucketSetting):
    token = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
    operation = "bucket_ownership_controls"
    parameter = "OwnershipControls"
    delete_operation = "delete_bucket_ownership_controls"
    renames: ClassVar = {"rule": "Rules"}

    def shown(self, found: Any) -> Props:
        return {"rule": from_aws(found["Rules"][0])}


class BucketObjectLockConfiguration(BucketSetting):
    """Once on, Object Lock stays on: a delete takes the default retention away."""

    token = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
    operation = "object_lock_configuration"
    parameter = "ObjectLockConfiguration"
    reset: ClassVar = {"ObjectLockEnabled": "Enabled"}
    defaults: ClassVar = {"objectLockEnabled": "Enabled"}


class BucketLogging(BucketSetting):
    token = "aws:s3/bucketLogging:BucketLogging"
    operation = "bucket_logging"
    parameter = "BucketLoggingStatus"

    def read(self, id: str, outputs: Props) -> Props | None:
        found = self.client.get_bucket_logging(Bucket=id).get("LoggingEnabled")
        return {"bucket": id, **from_aws(found)} if found else None

    def setting(self, inputs: Props) -> Any:
        return super().setting({"loggingEnabled": {k: v for k, v in inputs.items() if k not in _NOT_SENT}})


class BucketVersioning(BucketSetting):
    """Once on, versioning can only be suspended: a delete suspends it."""

    token = "aws:s3/bucketVersioning:BucketVersioning"
    operation = "bucket_versioning"
    parameter = "VersioningConfiguration"
    reset: ClassVar = {"Status": "Suspended"}

    def read(self, id: str, outputs: Props) -> Props:
        found = self.client.get_bucket_versioning(Bucket=id)
        shown = {"status": found.get("Status", "Disabled"), "mfaDelete": found.get("MFADelete")}
        return {"bucket": id, "versioningConfiguration": {k: v for k, v in shown.items() if v}}

    def setting(self, inputs: Props) -> Any:
        return super().setting(inputs["versioningConfiguration"])

    def _put(self, bucket: str, setting: Any) -> None:
        # "Disabled" says that versioning was never on; S3 has no operation for it.
        if setting["Status"] != "Disabled":
            super()._put(bucket, setting)


class BucketPolicy(BucketSetting):
    token = "aws:s3/bucketPolicy:BucketPolicy"
    documents = frozenset({"policy"})
    operation = "bucket_policy"
    parameter = "Policy"
    delete_operation = "delete_bucket_policy"

    def setting(self, inputs: Props) -> Any:
        return document(inputs["policy"])

    def shown(self, found: Any) -> Props:
        return {"policy": found}


class BucketLifecycleConfiguration(BucketSetting):
    token = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
    operation = "bucket_lifecycle_configuration"
    parameter = "LifecycleConfiguration"
    delete_operation = "delete_bucket_lifecycle"
    defaults: ClassVar = {"transitionDefaultMinimumObjectSize": "all_storage_classes_128K"}

    def read(self, id: str, outputs: Props) -> Props:
        found = self.client.get_bucket_lifecycle_configuration(Bucket=id)
        return {"bucket": id, "rules": from_aws(found["Rules"])}

    def setting(self, inputs: Props) -> Any:
        return super().setting({"rules": inputs["rules"]})
