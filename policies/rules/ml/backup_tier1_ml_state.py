"""What cannot be made again is in a backup plan, and restoring it is tried on a schedule.

Why: a copy that nobody has ever put back is a hope; the history of all experiments and the features of all customers
cannot be made again.
Fix: select the database, table or file system in a `backup.Selection`, and add a `backup.RestoreTestingPlan`. What is
tagged `criticality: high` and `purpose: tracking`, `feature-store` or `model-registry` is meant.
"""

from policies.facts.backups import is_backed_up
from policies.facts.databases import DATABASES
from policies.facts.tags import CRITICALITY, is_tagged
from policies.facts.zones import FEATURE_STORES, MODELS, TRACKING, is_for
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import truth

STORES = (*DATABASES, "aws:dynamodb/table:Table", "aws:efs/fileSystem:FileSystem")
TESTS = ("aws:backup/restoreTestingPlan:RestoreTestingPlan",)


@rule(
    severity=Severity.MEDIUM,
    types=STORES,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", ai_rmf=("MANAGE 2.3",), iso_42001="A.4.2", nist="CP-9 CP-10"),
)
def backup_tier1_ml_state(store: Resource) -> Findings:
    meant = is_tagged(store, CRITICALITY, "high") & is_for(store, *TRACKING, *FEATURE_STORES, *MODELS)
    tested = truth(any(True for _ in store.stack.of(*TESTS)))
    return [
        *store.require(~meant | is_backed_up(store), detail="no backup plan selects it"),
        *store.require(~meant | tested, detail="nothing tries to restore it"),
    ]
