"""Buckets tell of what is written to them.

Why: what arrives in a bucket unannounced is noticed late: an upload that should not be, or one that failed to come.
Fix: add a `BucketNotification` for the bucket, with `eventbridge=True` or a queue, a topic or a function.
"""

from policies.facts.families import BUCKET_NOTIFICATIONS, BUCKETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some


@rule(
    severity=Severity.LOW,
    types=BUCKETS,
    profiles=(Profile.OPTIONAL,),
    controls=Controls(
        fsbp="S3.11",
    ),
)
def s3_event_notifications(bucket: Resource) -> Findings:
    notifications = bucket.stack.bound_to(bucket, BUCKET_NOTIFICATIONS, by="bucket")
    return bucket.require(notifications.some(_tells), detail="no notification is bound to it")


def _tells(notification: Resource) -> Truth:
    targets = (notification[key].is_set() for key in ("lambdaFunctions", "queues", "topics"))
    return notification["eventbridge"].is_true() | some(targets)
