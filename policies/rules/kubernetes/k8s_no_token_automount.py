"""Only pods whose service account has rights of its own get a token for the API server.

Why: whoever breaks into a pod talks to the API server with its token, and tries what it may do.
Fix: set `automount_service_account_token` to false, of the pod or of its service account; bind a role to the account of
a pod that needs the API.
"""

from policies.facts.kubernetes import is_absent, objects, types
from policies.facts.namespaces import beside
from policies.facts.pods import POD_KINDS, Pod, pods
from policies.facts.rbac import is_bound
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth

PROPERTY = "automountServiceAccountToken"


@rule(
    severity=Severity.MEDIUM,
    types=types(*POD_KINDS, "ServiceAccount"),
    controls=Controls(nsa="C-0034", cis_eks="4.1.6"),
)
def k8s_no_token_automount(resource: Resource) -> Findings:
    findings: Findings = []
    for pod in pods(resource):
        account = pod.spec["serviceAccountName"]
        findings += pod.require(_mounts_none(pod) | is_bound(pod.declared, account), pod.spec[PROPERTY])
    for one in objects(resource, "ServiceAccount"):
        needed = is_bound(one, one.root.at("metadata", "name"))
        findings += one.require(one[PROPERTY].is_false() | needed, one[PROPERTY])
    return findings


def _mounts_none(pod: Pod) -> Truth:
    named = pod.spec["serviceAccountName"]
    by_account = beside(pod.declared, "ServiceAccount").some(
        lambda one: one.is_named_by(named) & one[PROPERTY].is_false()
    )
    return pod.spec[PROPERTY].is_false() | is_absent(pod.spec[PROPERTY]) & by_account
