"""Everything lives in a namespace made for it.

Why: rights, quotas, network policies and Pod Security levels belong to namespaces; in `default` all workloads share
whatever there is of them.
Fix: set `metadata.namespace`: in our components, `namespace`.
"""

from policies.facts.kubernetes import is_absent, objects, types
from policies.facts.pods import POD_KINDS
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth

WITHOUT = ("ClusterTrainingRuntime", "ClusterServingRuntime", "ClusterWorkflowTemplate")
KINDS = (
    *(kind for kind in POD_KINDS if kind not in WITHOUT),
    *("ConfigMap", "PersistentVolumeClaim", "Secret", "Service", "ServiceAccount", "Role", "RoleBinding"),
    *("HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress", "NetworkPolicy", "ScaledObject"),
)


CHARTS = ("kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v4:Chart")


@rule(severity=Severity.LOW, types=(*types(*KINDS), *CHARTS), controls=Controls(cis_eks="4.5.2"))
def k8s_no_default_namespace(resource: Resource) -> Findings:
    if resource.type in CHARTS:
        named = resource["namespace"]
        return resource.require(_is_own(named) | is_absent(named) & _of_provider(resource), named)
    findings: Findings = []
    for one in objects(resource, *KINDS):
        own = _is_own(one.namespace) | is_absent(one.namespace) & _of_provider(resource)
        findings += one.require(own, one.namespace)
    return findings


def _is_own(namespace: Node) -> Truth:
    return namespace.is_set() & ~namespace.equals("default")


def _of_provider(resource: Resource) -> Truth:
    """Whether the resource's provider puts what says nothing into a namespace of its own."""
    provider = resource.stack.provider_of(resource)
    return Truth.FALSE if provider is None else _is_own(provider["namespace"])
