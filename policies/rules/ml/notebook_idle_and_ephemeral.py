"""Notebooks go when nobody uses them, and have no way of their own into the internet.

Why: a notebook with a GPU that is left open over a holiday costs more than what it found; with a way of its own into
the internet it carries data past everything that watches the network.
Fix: set `direct_internet_access` to Disabled and a `lifecycle_config_name` of a `NotebookInstance`; for a `Domain`,
`app_network_access_type` to VpcOnly and `idle_settings.lifecycle_management` of its apps to ENABLED.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

INSTANCES = ("aws:sagemaker/notebookInstance:NotebookInstance",)
DOMAINS = ("aws:sagemaker/domain:Domain",)
IDLE = ("appLifecycleManagement", "idleSettings", "lifecycleManagement")


@rule(
    severity=Severity.MEDIUM,
    types=(*INSTANCES, *DOMAINS),
    profiles=(Profile.ML,),
    controls=Controls(fsbp="SageMaker.1", ai_act="15", iso_42001="A.4.4"),
)
def notebook_idle_and_ephemeral(resource: Resource) -> Findings:
    if resource.type in INSTANCES:
        network, idle = resource["directInternetAccess"], resource["lifecycleConfigName"]
        return [*resource.require(network.equals("Disabled"), network), *resource.require(idle.is_set(), idle)]
    network = resource["appNetworkAccessType"]
    idle = resource["defaultUserSettings"].at("jupyterLabAppSettings", *IDLE)
    return [*resource.require(network.equals("VpcOnly"), network), *resource.require(idle.equals("ENABLED"), idle)]
