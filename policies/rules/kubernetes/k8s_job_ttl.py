"""Jobs that have ended are removed after a time.

Why: their pods stay in the cluster, and thousands of them slow the API server down. (A program that owns its job finds
it gone then, and makes it again; so this rule is for those who want it.)
Fix: set `ttl_seconds_after_finished` of the job's `spec`.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule


@rule(severity=Severity.LOW, types=types("Job"), profiles=(Profile.OPTIONAL,))
def k8s_job_ttl(resource: Resource) -> Findings:
    found = ((job, job["spec"]["ttlSecondsAfterFinished"]) for job in objects(resource, "Job"))
    return [one for job, ttl in found for one in job.require(ttl.at_least(0), ttl)]
