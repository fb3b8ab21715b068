"""Every rule of machine learning that was thought of is there, or it is said why not."""

from __future__ import annotations

from pathlib import Path

import yaml

from policies import catalogue
from policies.catalogue import all_rules
from policies.waivers import WAIVER_VALID

UNDECIDABLE: dict[str, str] = yaml.safe_load(
    Path(catalogue.__file__).with_name("undecidable.yaml").read_text(encoding="utf-8")
)
MACHINE_LEARNING = (
    *("ml-dataset-tags-complete", "ml-dataset-versioned", "ml-dataset-retention-enforced"),
    *("ml-pii-dataset-kms-dedicated", "ml-pii-access-logged", "ml-pii-no-cross-region-copy"),
    *("ml-phi-hipaa-eligible-only", "ml-raw-zone-immutable", "ml-training-role-read-only-data"),
    *("ml-training-no-internet", "ml-feature-store-pitr", "ml-tracking-db-hardened", "ml-tracking-server-not-open"),
    *("ml-registry-bucket-locked", "ml-registry-ecr-immutable-signed", "ml-model-by-digest", "ml-model-card-linked"),
    *("ml-model-approved", "ml-risk-tier-set", "ml-endpoint-release-strategy", "ml-endpoint-rollback-alarms"),
    *("ml-endpoint-error-latency-alarms", "ml-endpoint-autoscaling-bounds", "ml-endpoint-data-capture"),
    *("ml-endpoint-drift-monitor", "ml-endpoint-bias-monitor-high-risk", "ml-inference-log-retention"),
    *("ml-inference-log-integrity", "ml-human-oversight-route", "ml-endpoint-private", "ml-endpoint-model-isolation"),
    *("gpu-pool-tainted", "gpu-workload-tolerates-and-requests", "gpu-pool-scale-to-zero", "gpu-pool-max-bounded"),
    *("gpu-pool-idle-limit", "gpu-type-allowed", "gpu-spot-checkpointed", "training-queue-quota"),
    *("training-job-deadline", "training-job-priority", "training-reproducible", "notebook-idle-and-ephemeral"),
    *("notebook-no-prod-data-write", "pipeline-role-separation", "workflow-controller-scoped"),
    *("model-pull-egress-pinned", "no-unsafe-serialization", "vector-store-hardened", "llm-gateway-limits"),
    *("prod-parity", "env-isolation", "cost-allocation-complete", "backup-tier1-ml-state", "decommission-plan"),
    "waiver-valid",
)
"""M1 to M56, in their order."""


def test_every_rule_of_machine_learning_is_there_or_says_why_not() -> None:
    assert len(MACHINE_LEARNING) == 56
    there = {one.name for one in (*all_rules(), WAIVER_VALID)}
    assert set(MACHINE_LEARNING) - there - set(UNDECIDABLE) == set()


def test_what_cannot_be_decided_has_a_reason_and_no_rule() -> None:
    assert all(len(reason.split()) > 10 for reason in UNDECIDABLE.values())
    assert not set(UNDECIDABLE) & {one.name for one in all_rules()}
