"""Runs of a cron job do not overlap, and only some of the past ones are kept.

Why: runs that take longer than their interval pile up until nothing else fits, each working on the same data.
Fix: set `concurrency_policy` to `Forbid` or `Replace`, and both history limits.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.LOW, types=types("CronJob"))
def k8s_cronjob_concurrency(resource: Resource) -> Findings:
    findings: Findings = []
    for job in objects(resource, "CronJob"):
        policy = job["spec"]["concurrencyPolicy"]
        findings += job.require(policy.equals("Forbid", "Replace"), policy)
        for place in ("successfulJobsHistoryLimit", "failedJobsHistoryLimit"):
            limit = job["spec"][place]
            findings += job.require(limit.at_least(0), limit)
    return findings
