"""Types that are one thing under several names: renamed between versions of the provider, or split off."""

from __future__ import annotations

from typing import Final

BUCKETS: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
PUBLIC_ACCESS_BLOCKS: Final = ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",)
