"""Containers get secrets as files, not in their environment.

Why: the environment is passed on to every child process, shown in crash reports and written to logs; and it stays as
it was when the secret is rotated.
Fix: mount the secret as a volume, or read it from the secret store with the pod's own identity.
"""

from policies.facts.pods import POD_CARRIERS, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.LOW, types=POD_CARRIERS, controls=Controls(cis_eks="4.4.1"))
def k8s_no_secret_env(workload: Resource) -> Findings:
    return [
        *of_each_container(workload, lambda key: ~key.is_set(), "env", "[]", "valueFrom", "secretKeyRef"),
        *of_each_container(workload, lambda secret: ~secret.is_set(), "envFrom", "[]", "secretRef"),
    ]
