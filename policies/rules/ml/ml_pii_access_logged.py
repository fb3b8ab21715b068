"""Who reads and writes sensitive datasets is logged.

Why: after a leak the people concerned must be told which of their records were taken, and nobody can say.
Fix: add a `BucketLogging` for the bucket, or let a `Trail` log the data events of its objects, reads and writes.
"""

from policies.facts.families import BUCKET_LOGGINGS, BUCKETS
from policies.facts.trails import TRAILS, records_objects
from policies.facts.zones import DATASETS, SENSITIVE, is_classified, is_for
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, every, some

ACCESSES = ("ReadOnly", "WriteOnly")
EVENTS = "eventSelectors.dataResources.values"


@rule(
    severity=Severity.MEDIUM,
    types=BUCKETS,
    profiles=(Profile.ML,),
    controls=Controls(gdpr="30 32", hipaa="164.312(b)", ai_act="12", ai_rmf=("MEASURE 2.10",), iso_42001="A.6.2.8"),
)
def ml_pii_access_logged(bucket: Resource) -> Findings:
    meant = is_for(bucket, *DATASETS) & is_classified(bucket, *SENSITIVE)
    bound = bucket.stack.bound_to(bucket, BUCKET_LOGGINGS, by="bucket")
    logged = bound.some(lambda one: one["targetBucket"].is_set()) | bucket["logging"]["targetBucket"].is_set()
    trailed = some(_logs_objects(trail, bucket) for trail in bucket.stack.of(*TRAILS))
    return bucket.require(~meant | logged | trailed, detail="nothing logs who reads and writes it")


def _logs_objects(trail: Resource, bucket: Resource) -> Truth:
    def logs(selector: Node) -> Truth:
        everything = selector["readWriteType"].equals("All", None)
        return everything & selector["dataResources"].some(lambda data: _covers(trail, data, bucket))

    advanced = trail["advancedEventSelectors"].is_set() & every(records_objects(trail, one) for one in ACCESSES)
    return (trail["eventSelectors"].some(logs) | advanced) & trail["enableLogging"].is_true(default=True)


def _covers(trail: Resource, data: Node, bucket: Resource) -> Truth:
    all_ = data["values"].some(lambda one: one.matches("arn:[^:]*:s3(:::)?"))
    named = data["values"].some(lambda one: one.satisfies(lambda arn: str(arn).rstrip("/") in bucket.identifiers()))
    bound = trail in trail.stack.bound_to(bucket, TRAILS, by=EVENTS).certain
    return data["type"].equals("AWS::S3::Object") & (all_ | named | (Truth.TRUE if bound else Truth.FALSE))
