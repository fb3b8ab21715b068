"""What endpoints were asked and answered is kept for six months at least, encrypted with a key of ours.

Why: the logs of a high-risk system must be there for six months (EU AI Act, articles 19 and 26(6)): without them nobody
can look into a decision that somebody complains about. They hold what customers typed.
Fix: let lifecycle rules of the bucket expire nothing before 183 days; set `retention_in_days` of the log group to 365
or leave it out, and its `kms_key_id`. Buckets for inference and the log groups of endpoints are meant.
"""

from policies.facts.buckets import has_lifecycle, is_encrypted
from policies.facts.families import BUCKETS
from policies.facts.zones import INFERENCE, is_for
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth

DAYS = 183


@rule(
    severity=Severity.MEDIUM,
    types=(*BUCKETS, "aws:cloudwatch/logGroup:LogGroup"),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="19 26(6)", ai_rmf=("MEASURE 2.8",), iso_42001="A.6.2.8"),
)
def ml_inference_log_retention(store: Resource) -> Findings:
    if store.type in BUCKETS:
        meant = is_for(store, *INFERENCE)
        findings = store.require(
            ~meant | ~has_lifecycle(store, _ends_early), detail="a lifecycle rule ends it too early"
        )
        return findings + store.require(~meant | is_encrypted(store, _has_key), detail="no key of ours encrypts it")
    meant = is_for(store, *INFERENCE) | store["name"].matches("/aws/sagemaker/(Endpoints|InferenceComponents)/.*")
    days, key = store["retentionInDays"], store["kmsKeyId"]
    kept = days.equals(None, 0) | days.at_least(DAYS)
    return [*store.require(~meant | kept, days), *store.require(~meant | key.is_set(), key)]


def _ends_early(lifecycle: Node) -> Truth:
    days = lifecycle["expiration"]["days"]
    return days.is_set() & ~days.equals(0) & ~days.at_least(DAYS)


def _has_key(encryption: Node) -> Truth:
    return encryption["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"].is_set()
