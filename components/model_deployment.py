"""An endpoint that an image of one's own serves."""

from collections.abc import Mapping

import pulumi

from components.container import container, http_probes, region_variables
from components.custom_resource import after, custom_resource
from components.deployment import Scale, deployment, service
from components.model_endpoint import EndpointArgs
from components.model_host import CPU_PERCENT, Host
from components.pod import pod


def model_deployment(
    name: str,
    args: EndpointArgs,
    host: Host,
    account: pulumi.Input[str],
    of: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> tuple[pulumi.Input[str], int]:
    """Make the replicas of an image that serves the model. Returns its Service and port.

    Args:
        account: the service account.
        of: the labels of its pods.
    """
    if args.image is None:
        raise ValueError(f"{args.name}: image is required for kind deployment")
    env = {
        **region_variables(host.region),
        "MODEL_URI": host.model_uri(args.model),
        "PORT": str(args.port),
    }
    probes = http_probes(args.health_path, args.port, start_s=600)
    replicas = deployment(
        name,
        inside=host.inside,
        labels=of,
        template=pod(
            labels=of,
            service_account=account,
            containers=[container("model", args.image, resources=args.resources, env=env, probes=probes)],
            priority_class_name=host.priority_class,
            node_selector=args.node_selector(),
            tolerations=args.tolerations(),
        ),
        scale=None if args.awake else Scale(args.replicas_min, args.replicas_max, CPU_PERCENT),
        annotations=args.record.annotations(),
        opts=opts,
    )
    if args.awake is not None:
        triggers = [
            {"type": "cron", "metadata": {**args.awake.model_dump(), "desiredReplicas": "1"}},
            {"type": "cpu", "metricType": "Utilization", "metadata": {"value": str(CPU_PERCENT)}},
        ]
        spec = {
            "scaleTargetRef": {"name": replicas.metadata.name},
            "minReplicaCount": 0,
            "maxReplicaCount": args.replicas_max,
            "triggers": triggers,
        }
        waiting = after(opts, *([host.keda] if host.keda else []))
        custom_resource(name, "keda.sh/v1alpha1", "ScaledObject", spec, inside=host.inside, opts=waiting)
    address = service(name, called=args.name, inside=host.inside, labels=of, port=args.port, opts=opts)
    return address.metadata.name, args.port
