"""Training says how important it is, or waits in a queue.

Why: when nodes are short, a sweep of a hundred experiments and the retraining that a customer waits for are equal, and
whoever came first wins.
Fix: give the job the label `kueue.x-k8s.io/queue-name`, or set `priority_class_name` of its pods. The namespaces of our
teams have a queue that takes what names none.
"""

from policies.facts.pods import pods_of
from policies.facts.training import TRAINING_TYPES, is_queued, trainings
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import some


@rule(severity=Severity.LOW, types=TRAINING_TYPES, profiles=(Profile.ML,), controls=Controls(iso_42001="A.4.5"))
def training_job_priority(resource: Resource) -> Findings:
    findings: Findings = []
    for job, trains in trainings(resource):
        ranked = some(pod.spec["priorityClassName"].is_set() for pod in pods_of(job))
        ranked |= job.root.at("spec", "runPolicy", "schedulingPolicy", "priorityClass").is_set()
        labels = job.root.at("metadata", "labels")
        findings += job.require(~trains | ranked | is_queued(job), labels)
    return findings
