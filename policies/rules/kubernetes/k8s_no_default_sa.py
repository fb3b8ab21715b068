"""Every pod has a service account of its own.

Why: rights given to the default account are given to every pod of the namespace, those to come too.
Fix: make a `ServiceAccount`, and name it in the pod's `service_account_name`.
"""

from policies.facts.kubernetes import is_absent
from policies.facts.pods import POD_CARRIERS, pods
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS, controls=Controls(cis_eks="4.1.5"))
def k8s_no_default_sa(workload: Resource) -> Findings:
    findings: Findings = []
    for pod in pods(workload):
        account, older = pod.spec["serviceAccountName"], pod.spec["serviceAccount"]
        own = account.is_set() & ~account.equals("default")
        own |= is_absent(account) & older.is_set() & ~older.equals("default")
        findings += pod.require(own, account)
    return findings
