"""An endpoint that KServe serves with its own runtime for the model's format."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components.custom_resource import after, custom_resource
from components.deployment import disruption_budget
from components.model_endpoint import EndpointArgs
from components.model_host import CPU_PERCENT, Host
from components.namespace import labels

PORT = 8080
"""Where KServe's runtimes listen."""


def inference_service(
    name: str,
    args: EndpointArgs,
    host: Host,
    account: pulumi.Input[str],
    of: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> tuple[pulumi.Input[str], int]:
    """Make an InferenceService in KServe's standard mode. Returns its Service and port.

    Args:
        account: the service account.
        of: the labels of its pods.
    """
    predictor: dict[str, Any] = {
        "serviceAccountName": account,
        "automountServiceAccountToken": False,
        "priorityClassName": host.priority_class,
        "nodeSelector": args.node_selector(),
        "tolerations": args.tolerations(),
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "minReplicas": args.replicas_min,
        "maxReplicas": args.replicas_max,
        "scaleMetric": "cpu",
        "scaleTarget": CPU_PERCENT,
        "model": {
            "modelFormat": {"name": args.format},
            "storageUri": host.model_uri(args.model),
            "resources": args.resources.quantities(),
            # Not with a read-only root: KServe's runtimes write beside their own code.
            "securityContext": {
                "allowPrivilegeEscalation": False,
                "capabilities": {"drop": ["ALL"]},
                "privileged": False,
                "runAsNonRoot": True,
            },
        },
    }
    custom_resource(
        name,
        "serving.kserve.io/v1beta1",
        "InferenceService",
        {"predictor": predictor},
        called=args.name,
        inside=host.inside,
        extra={
            "annotations": {
                "serving.kserve.io/deploymentMode": "Standard",
                "serving.kserve.io/autoscalerClass": "hpa",
                **args.record.annotations(),
            }
        },
        opts=after(opts, *([host.kserve] if host.kserve else [])),
    )
    disruption_budget(f"{name}-disruption", inside=host.inside, labels=labels(args.name, name), of=of, opts=opts)
    # KServe names the Service after the endpoint.
    return f"{args.name}-predictor", 80
