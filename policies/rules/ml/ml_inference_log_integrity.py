"""Evidence cannot be changed by those it is about: audit buckets are locked, and trails say if a file was altered.

Why: a log that an attacker, or an embarrassed colleague, can rewrite proves nothing to an auditor.
Fix: set `object_lock_enabled` on the bucket tagged `purpose: audit` or named so, and `enable_log_file_validation` on
the `Trail`.
"""

from policies.facts.buckets import is_locked
from policies.facts.families import BUCKETS
from policies.facts.zones import AUDIT, is_for
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=(*BUCKETS, "aws:cloudtrail/trail:Trail"),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="12 15", ai_rmf=("MEASURE 2.8",), iso_42001="A.6.2.8"),
)
def ml_inference_log_integrity(store: Resource) -> Findings:
    if store.type in BUCKETS:
        locked = store["objectLockEnabled"]
        return store.require(~is_for(store, *AUDIT) | is_locked(store), locked)
    validated = store["enableLogFileValidation"]
    return store.require(validated.is_true(), validated)
