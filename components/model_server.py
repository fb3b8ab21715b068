"""What answers the requests of an endpoint: pods that can read one model, and that only the gateway reaches."""

import pulumi
from pulumi_kubernetes import core

from components.bucket_access import read_prefix
from components.charts import Chart
from components.custom_resource import after
from components.gateway import PROXY_LABELS
from components.inference_service import PORT as KSERVE_PORT
from components.inference_service import inference_service
from components.model_deployment import model_deployment
from components.model_endpoint import EndpointArgs, Kind
from components.model_host import Host
from components.namespace import labels
from components.network_policy import AWS_APIS, POD_IDENTITY, Allowed, allow, pods
from components.pod_identity import pod_identity


def model_server(name: str, args: EndpointArgs, host: Host, *, opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """Make an endpoint. Returns its URL.

    Args:
        name: logical name; the children add a suffix to it.
        opts: options of every child.
    """
    account = core.v1.ServiceAccount(
        name,
        metadata={"name": args.name, "namespace": host.inside, "labels": labels(args.name, name)},
        automount_service_account_token=False,
        opts=opts,
    )
    identity = pod_identity(
        name,
        cluster_name=host.cluster_name,
        namespace=host.inside,
        service_account=account.metadata.name,
        statements=read_prefix(host.models, host.key, args.model),
        opts=opts,
    )
    kserve = args.kind is Kind.KSERVE
    of = {"serving.kserve.io/inferenceservice": args.name} if kserve else labels(args.name, name)
    opened = allow(
        f"{name}-requests",
        inside=host.inside,
        of=of,
        ingress=[
            Allowed(
                [pods(PROXY_LABELS, namespace=Chart.ENVOY_GATEWAY.namespace)], [KSERVE_PORT if kserve else args.port]
            )
        ],
        egress=[AWS_APIS, POD_IDENTITY],
        opts=opts,
    )
    serve = inference_service if kserve else model_deployment
    backend, port = serve(name, args, host, account.metadata.name, of, after(opts, identity, opened))
    return host.gateway.route(name, called=args.name, backend=backend, port=port, opts=opts)
