"""S3: buckets, their settings and objects."""

from sandbox.providers.aws.s3 import bucket, notification, objects, settings

__all__ = ["bucket", "notification", "objects", "settings"]
