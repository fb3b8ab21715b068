"""Everything lives in a namespace made for it.

Why: rights, quotas, network policies and Pod Security levels belong to namespaces; in `default` all workloads share
whatever there is of them.
Fix: set `metadata.namespace`: in our components, `namespace`.
"""

from policies.finding import Findings
from policies.kubernetes import KubernetesObject, is_absent, objects, types
from policies.pods import POD_KINDS
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some

WITHOUT = ("ClusterTrainingRuntime", "ClusterServingRuntime")
KINDS = (
    *(kind for kind in POD_KINDS if kind not in WITHOUT),
    *("ConfigMap", "PersistentVolumeClaim", "Secret", "Service", "ServiceAccount", "Role", "RoleBinding"),
    *("HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress", "NetworkPolicy", "ScaledObject"),
)


@rule(severity=Severity.LOW, types=types(*KINDS), controls=Controls(cis_eks="4.5.2"))
def k8s_no_default_namespace(resource: Resource) -> Findings:
    findings: Findings = []
    for one in objects(resource, *KINDS):
        named = one.namespace
        own = named.is_set() & ~named.equals("default") | is_absent(named) & _of_provider(one)
        findings += one.require(own, named)
    return findings


def _of_provider(one: KubernetesObject) -> Truth:
    """Whether the object's provider puts what says nothing into a namespace of its own."""
    providers = one.owner.stack.of("pulumi:providers:kubernetes")
    used = (provider["namespace"] for provider in providers if one.owner.provider.startswith(f"{provider.urn}::"))
    return some(named.is_set() & ~named.equals("default") for named in used)
