"""The charts that the sandbox knows: what each brings into a cluster when Helm installs it.

A chart's templates are not rendered here, so the kinds it defines are written down: group, versions served, scope.
Sources: each chart's own custom resource definitions at the version given. A chart that is missing is added here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sandbox.providers.kubernetes.kinds import plural_of

TABLE: Final = "sandbox/providers/kubernetes/helm/charts.py"


@dataclass(frozen=True, slots=True)
class Definition:
    """A kind that a chart defines.

    Attributes:
        group: `kueue.x-k8s.io`.
        versions: the versions served, the stored one last.
        kind: `ClusterQueue`.
        namespaced: its scope.
    """

    group: str
    versions: tuple[str, ...]
    kind: str
    namespaced: bool

    @property
    def plural(self) -> str:
        """`clusterqueues`."""
        return plural_of(self.kind)

    @property
    def name(self) -> str:
        """The name of its CustomResourceDefinition."""
        return f"{self.plural}.{self.group}"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart at a version.

    Attributes:
        name: the last part of its address.
        version: the version whose kinds are written here; other patches of it are taken to bring the same.
        definitions: the kinds it brings.
        switch: the path of the Helm value that decides whether it brings them; empty when nothing does.
        on: what that value is when it is not set.
        needs: kinds, as (apiVersion, kind), of which its templates hold objects: they must be served before.
        in_crds_folder: whether the definitions lie in the chart's crds/ folder, which `skipCrds` leaves out.
    """

    name: str
    version: str
    definitions: tuple[Definition, ...] = ()
    switch: tuple[str, ...] = ()
    on: bool = True
    needs: tuple[tuple[str, str], ...] = ()
    in_crds_folder: bool = False

    def brought(self, values: Any, *, skip_crds: bool) -> tuple[Definition, ...]:
        """The kinds that come with these Helm values."""
        if skip_crds and self.in_crds_folder:
            return ()
        chosen = values
        for step in self.switch:
            chosen = chosen.get(step) if isinstance(chosen, dict) else None
        wanted = self.on if chosen is None or not self.switch else chosen
        return self.definitions if wanted is not False else ()


def _kinds(group: str, versions: str, kinds: str, *, cluster: str = "") -> tuple[Definition, ...]:
    """Definitions of one group: `kinds` are namespaced, those in `cluster` belong to the whole cluster."""
    served = tuple(versions.split())
    return tuple(
        Definition(group, served, kind, namespaced)
        for names, namespaced in ((kinds, True), (cluster, False))
        for kind in names.split()
    )


_GATEWAY_API = (
    *_kinds("gateway.networking.k8s.io", "v1beta1 v1", "Gateway HTTPRoute ReferenceGrant", cluster="GatewayClass"),
    *_kinds("gateway.networking.k8s.io", "v1", "BackendTLSPolicy GRPCRoute ListenerSet TLSRoute"),
    *_kinds("gateway.networking.k8s.io", "v1alpha2", "TCPRoute UDPRoute"),
)
_ENVOY_GATEWAY = _kinds(
    "gateway.envoyproxy.io",
    "v1alpha1",
    "Backend BackendTrafficPolicy ClientTrafficPolicy EnvoyExtensionPolicy EnvoyPatchPolicy EnvoyProxy "
    "HTTPRouteFilter SecurityPolicy",
)
_KARPENTER = (
    *_kinds("karpenter.sh", "v1", "", cluster="NodeClaim NodePool"),
    *_kinds("karpenter.sh", "v1alpha1", "", cluster="NodeOverlay"),
    *_kinds("karpenter.k8s.aws", "v1", "", cluster="EC2NodeClass"),
)
_CERTIFICATES = (("cert-manager.io/v1", "Certificate"), ("cert-manager.io/v1", "Issuer"))

CHARTS: Final = {
    chart.name: chart
    for chart in (
        Chart(
            "argo-events",
            "2.4.22",
            _kinds("argoproj.io", "v1alpha1", "EventBus EventSource Sensor"),
            switch=("crds", "install"),
        ),
        Chart(
            "argo-rollouts",
            "2.41.0",
            _kinds(
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
            _kinds(
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
                *_kinds("elbv2.k8s.aws", "v1beta1", "TargetGroupBinding", cluster="IngressClassParams"),
                *_kinds(
                    "gateway.k8s.aws",
                    "v1beta1",
                    "ListenerRuleConfiguration LoadBalancerConfiguration TargetGroupConfiguration",
                ),
                *_kinds("aga.k8s.aws", "v1beta1", "GlobalAccelerator"),
            ),
            in_crds_folder=True,
        ),
        Chart(
            "cert-manager",
            "v1.21.1",
            (
                *_kinds("cert-manager.io", "v1", "Certificate CertificateRequest Issuer", cluster="ClusterIssuer"),
                *_kinds("acme.cert-manager.io", "v1", "Challenge Order"),
            ),
            switch=("crds", "enabled"),
            on=False,
        ),
        Chart(
            "external-secrets",
            "2.9.0",
            (
                *_kinds(
                    "external-secrets.io",
                    "v1",
                    "ExternalSecret SecretStore",
                    cluster="ClusterExternalSecret ClusterSecretStore",
                ),
                *_kinds("external-secrets.io", "v1alpha1", "PushSecret", cluster="ClusterPushSecret"),
                *_kinds(
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
                *_kinds("nvidia.com", "v1", "", cluster="ClusterPolicy"),
                *_kinds("nvidia.com", "v1alpha1", "", cluster="NVIDIADriver"),
                *_kinds("nfd.k8s-sigs.io", "v1alpha1", "NodeFeature NodeFeatureGroup", cluster="NodeFeatureRule"),
            ),
            in_crds_folder=True,
        ),
        Chart("karpenter", "1.15.0", _KARPENTER, in_crds_folder=True),
        Chart("karpenter-crd", "1.15.0", _KARPENTER),
        Chart(
            "keda",
            "2.20.2",
            (
                *_kinds(
                    "keda.sh",
                    "v1alpha1",
                    "ScaledJob ScaledObject TriggerAuthentication",
                    cluster="ClusterTriggerAuthentication",
                ),
                *_kinds("eventing.keda.sh", "v1alpha1", "CloudEventSource", cluster="ClusterCloudEventSource"),
            ),
            switch=("crds", "install"),
        ),
        Chart(
            "kserve-crd",
            "v0.20.0",
            (
                *_kinds(
                    "serving.kserve.io",
                    "v1alpha1",
                    "InferenceGraph LocalModelNamespaceCache ServingRuntime TrainedModel",
                    cluster="ClusterServingRuntime ClusterStorageContainer LocalModelCache LocalModelNode "
                    "LocalModelNodeGroup",
                ),
                *_kinds("serving.kserve.io", "v1beta1", "InferenceService"),
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
                *_kinds(
                    "monitoring.coreos.com",
                    "v1",
                    "Alertmanager PodMonitor Probe Prometheus PrometheusRule ServiceMonitor ThanosRuler",
                ),
                *_kinds("monitoring.coreos.com", "v1alpha1", "AlertmanagerConfig PrometheusAgent ScrapeConfig"),
            ),
            switch=("crds", "enabled"),
        ),
        Chart(
            "kubeflow-trainer",
            "2.3.0",
            (
                *_kinds(
                    "trainer.kubeflow.org", "v1alpha1", "TrainJob TrainingRuntime", cluster="ClusterTrainingRuntime"
                ),
                *_kinds("jobset.x-k8s.io", "v1alpha2", "JobSet"),
            ),
        ),
        Chart(
            "kuberay-operator",
            "1.7.0",
            (*_kinds("ray.io", "v1", "RayCluster RayJob RayService"), *_kinds("ray.io", "v1", "RayCronJob")),
            in_crds_folder=True,
        ),
        Chart(
            "kueue",
            "0.19.4",
            _kinds(
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
