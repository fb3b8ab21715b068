"""Training ends after a time, and gives its nodes back when it is done.

Why: a run that hangs in a collective operation, or a Ray cluster whose job is done, keeps eight GPUs until somebody
reads the bill.
Fix: set `active_deadline_seconds` of a `Job`, `runPolicy.activeDeadlineSeconds` of Kubeflow's jobs, and
`activeDeadlineSeconds` of a RayJob, with `shutdownAfterJobFinishes`; `activeDeadlineSeconds` of a Workflow.
"""

from policies.facts.kubernetes import objects, types
from policies.facts.training import RUN_POLICIES, trainings
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, truth

JOBS = {"Job": ("spec",), "RayJob": ("spec",), **RUN_POLICIES}
WORKFLOWS = {"Workflow": ("spec",), "CronWorkflow": ("spec", "workflowSpec")}
"""Where a kind keeps how long it may run."""


@rule(
    severity=Severity.LOW,
    types=types(*JOBS, *WORKFLOWS),
    profiles=(Profile.ML,),
    controls=Controls(iso_42001="A.4.5"),
)
def training_job_deadline(resource: Resource) -> Findings:
    findings: Findings = []
    workflows = [(one, Truth.TRUE) for one in objects(resource, *WORKFLOWS) if one.kind]
    for job, trains in [*trainings(resource), *workflows]:
        places = {**JOBS, **WORKFLOWS}
        if job.kind and job.kind not in places:
            continue
        spec = job.root.at(*places.get(job.kind, ("spec",)))
        deadline, shutdown = spec["activeDeadlineSeconds"], spec["shutdownAfterJobFinishes"]
        findings += job.require(~trains | deadline.at_least(1), deadline)
        findings += job.require(~truth(job.kind == "RayJob") | shutdown.is_true(), shutdown)
    return findings
