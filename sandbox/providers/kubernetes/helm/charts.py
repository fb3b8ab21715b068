"""The charts that the sandbox knows: what each brings into a cluster when Helm installs it.

A chart's templates are not rendered here, so the kinds it defines are written down: group, versions served, scope.
Sources: each chart's own custom resource definitions at the version given. A chart that is missing is added here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sandbox.providers.kubernetes.helm.chart import Chart, Definition, kinds

TABLE: Final = "sandbox/providers/kubernetes/helm/charts.py"


_GATEWAY_API = (
    *kinds("gateway.networking.k8s.io", "v1beta1 v1", "Gateway HTTPRoute ReferenceGrant", cluster="GatewayClass"),
    *kinds("gateway.networking.k8s.io", "v1", "BackendTLSPolicy GRPCRoute ListenerSet TLSRoute"),
    *kinds("gateway.networking.k8s.io", "v1alpha2", "TCPRoute UDPRoute"),
)
_ENVOY_GATEWAY = kinds(
    "gateway.envoyproxy.io",
    "v1alpha1",
    "Backend BackendTrafficPolicy ClientTrafficPolicy EnvoyExtensionPolicy EnvoyPatchPolicy EnvoyProxy "
    "HTTPRouteFilter SecurityPolicy",
)
_KARPENTER = (
    *kinds("karpenter.sh", "v1", "", cluster="NodeClaim NodePool"),
    *kinds("karpenter.sh", "v1alpha1", "", cluster="NodeOverlay"),
    *kinds("karpenter.k8s.aws", "v1", "", cluster="EC2NodeClass"),
)
_CERTIFICATES = (("cert-manager.io/v1", "Certificate"), ("cert-manager.io/v1", "Issuer"))

CHARTS: Final = {
    chart.name: chart
    for chart in (
        Chart(
            "argo-events",
            "2.4.22",
            kinds("argoproj.io", "v1alpha1", "EventBus EventSource Sensor"),
            switch=("crds", "install"),
        ),
        Chart(
            "argo-rollouts",
            "2.41.0",
            kinds(
                "argoproj.io",
                "v1alpha1",
                "AnalysisRun AnalysisTemplate Experiment Rollout",
                cluster="ClusterAnalysisTemplate",
            ),
            switch=("installCRDs",),
        ),
        Chart(
            "argo-workflows",
            "1.0.18",
            kinds(
                "argoproj.io",
                "v1alpha1",
                "CronWorkflow Workflow WorkflowArtifactGCTask WorkflowEventBinding WorkflowTaskResult WorkflowTaskSet "
                "WorkflowTemplate",
                cluster="ClusterWorkflowTemplate",
            ),
            switch=("crds", "install"),
        ),
        Chart(
            "aws-load-balancer-controller",
            "3.5.0",
            (
                *kinds("elbv2.k8s.aws", "v1beta1", "TargetGroupBinding", cluster="IngressClassParams"),
                *kinds(
                    "gateway.k8s.aws",
                    "v1beta1",
                    "ListenerRuleConfiguration LoadBalancerConfiguration TargetGroupConfiguration",
                ),
                *kinds("aga.k8s.aws", "v1beta1", "GlobalAccelerator"),
            ),
            in_crds_folder=True,
        ),
        Chart(
            "cert-manager",
            "v1.21.1",
            (
                *kinds("cert-manager.io", "v1", "Certificate CertificateRequest Issuer", cluster="ClusterIssuer"),
                *kinds("acme.cert-manager.io", "v1", "Challenge Order"),
            ),
            switch=("crds", "enabled"),
            on=False,
        ),
        Chart(
            "external-secrets",
            "2.9.0",
            (
                *kinds(
                    "external-secrets.io",
                    "v1",
                    "ExternalSecret SecretStore",
                    cluster="ClusterExternalSecret ClusterSecretStore",
                ),
                *kinds("external-secrets.io", "v1alpha1", "PushSecret", cluster="ClusterPushSecret"),
                *kinds(
                    "generators.external-secrets.io",
                    "v1alpha1",
                    "ECRAuthorizationToken Password STSSessionToken UUID Webhook",
                    cluster="ClusterGenerator",
                ),
            ),
            switch=("installCRDs",),
        ),
        Chart("gateway-crds-helm", "1.9.0", (*_GATEWAY_API, *_ENVOY_GATEWAY)),
        Chart("gateway-helm", "1.9.0", (*_GATEWAY_API, *_ENVOY_GATEWAY), in_crds_folder=True),
        Chart(
            "gpu-operator",
            "v26.7.0",
            (
                *kinds("nvidia.com", "v1", "", cluster="ClusterPolicy"),
                *kinds("nvidia.com", "v1alpha1", "", cluster="NVIDIADriver"),
                *kinds("nfd.k8s-sigs.io", "v1alpha1", "NodeFeature NodeFeatureGroup", cluster="NodeFeatureRule"),
            ),
            in_crds_folder=True,
        ),
        Chart("karpenter", "1.15.0", _KARPENTER, in_crds_folder=True),
        Chart("karpenter-crd", "1.15.0", _KARPENTER),
        Chart(
            "keda",
            "2.20.2",
            (
                *kinds(
                    "keda.sh",
                    "v1alpha1",
                    "ScaledJob ScaledObject TriggerAuthentication",
                    cluster="ClusterTriggerAuthentication",
                ),
                *kinds("eventing.keda.sh", "v1alpha1", "CloudEventSource", cluster="ClusterCloudEventSource"),
            ),
            switch=("crds", "install"),
        ),
        Chart(
            "kserve-crd",
            "v0.20.0",
            (
                *kinds(
                    "serving.kserve.io",
                    "v1alpha1",
                    "InferenceGraph LocalModelNamespaceCache ServingRuntime TrainedModel",
                    cluster="ClusterServingRuntime ClusterStorageContainer LocalModelCache LocalModelNode "
                    "LocalModelNodeGroup",
                ),
                *kinds("serving.kserve.io", "v1beta1", "InferenceService"),
            ),
        ),
        Chart(
            "kserve-resources",
            "v0.20.0",
            needs=(
                ("serving.kserve.io/v1alpha1", "ClusterServingRuntime"),
                ("serving.kserve.io/v1alpha1", "ClusterStorageContainer"),
                *_CERTIFICATES,
            ),
        ),
        Chart(
            "kserve-runtime-configs",
            "v0.20.0",
            needs=(("serving.kserve.io/v1alpha1", "ClusterServingRuntime"),),
        ),
        Chart(
            "kube-prometheus-stack",
            "88.3.0",
            (
                *kinds(
                    "monitoring.coreos.com",
                    "v1",
                    "Alertmanager PodMonitor Probe Prometheus PrometheusRule ServiceMonitor ThanosRuler",
                ),
                *kinds("monitoring.coreos.com", "v1alpha1", "AlertmanagerConfig PrometheusAgent ScrapeConfig"),
            ),
            switch=("crds", "enabled"),
        ),
        Chart(
            "kubeflow-trainer",
            "2.3.0",
            (
                *kinds(
                    "trainer.kubeflow.org", "v1alpha1", "TrainJob TrainingRuntime", cluster="ClusterTrainingRuntime"
                ),
                *kinds("jobset.x-k8s.io", "v1alpha2", "JobSet"),
            ),
        ),
        Chart(
            "kuberay-operator",
            "1.7.0",
            (*kinds("ray.io", "v1", "RayCluster RayJob RayService"), *kinds("ray.io", "v1", "RayCronJob")),
            in_crds_folder=True,
        ),
        Chart(
            "kueue",
            "0.19.4",
            kinds(
                "kueue.x-k8s.io",
                "v1beta1 v1beta2",
                "LocalQueue Workload",
                cluster="AdmissionCheck ClusterQueue Cohort MultiKueueCluster MultiKueueConfig "
                "ProvisioningRequestConfig ResourceFlavor Topology WorkloadPriorityClass",
            ),
        ),
        Chart("nvidia-device-plugin", "0.19.3"),
    )
}
"""By name."""


def name_of(address: str) -> str:
    """`kueue` for `oci://registry.k8s.io/kueue/charts/kueue`."""
    return address.rstrip("/").rpartition("/")[2]


def find(address: str) -> Chart | None:
    """The chart at an address."""
    return CHARTS.get(name_of(address))


def bringing(api_version: str, kind: str) -> str:
    """The end of an error about a kind that is not served: which chart to install, or which version to use."""
    group, _, version = api_version.rpartition("/")
    near = list(_defining(group, kind))
    for chart, definition in near:
        if version in definition.versions:
            return (
                f"; the chart {chart.name} {chart.version} brings it: install it with a helm.v3.Release and let this "
                "resource depend on that Release (depends_on)"
            )
    if near:
        chart, definition = near[0]
        served = ", ".join(f"{group}/{name}" for name in definition.versions)
        return f"; the chart {chart.name} {chart.version} serves it as {served}"
    return "; declare its CustomResourceDefinition, or install its chart, and let this resource depend on it"


def _defining(group: str, kind: str) -> Iterator[tuple[Chart, Definition]]:
    for chart in CHARTS.values():
        for definition in chart.definitions:
            if (definition.group, definition.kind) == (group, kind):
                yield chart, definition
