"""Jobs end: after a time, and after some failures.

Why: one that hangs keeps its node, with its GPUs, until the bill is read.
Fix: set `active_deadline_seconds` and `backoff_limit` of the job's `spec`.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule

PLACES = {
    "Job": ("spec",),
    "CronJob": ("spec", "jobTemplate", "spec"),
    "ScaledJob": ("spec", "jobTargetRef"),
    "RayJob": ("spec",),
    **dict.fromkeys(("PyTorchJob", "TFJob", "XGBoostJob", "PaddleJob", "JAXJob", "MPIJob"), ("spec", "runPolicy")),
}
"""Where a kind keeps its bounds."""


@rule(severity=Severity.LOW, types=types(*PLACES))
def k8s_job_deadline(resource: Resource) -> Findings:
    findings: Findings = []
    for job in objects(resource, *PLACES):
        spec = job.root.at(*PLACES.get(job.kind, ()))
        for bound in (spec["activeDeadlineSeconds"], spec["backoffLimit"]):
            # A limit of 0 is one, too.
            findings += job.require(bound.at_least(0), bound)
    return findings
