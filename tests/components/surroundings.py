"""What components stand on, small enough to be made for each test."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from components.cluster import Cluster, ClusterArgs
from components.network import Network, NetworkArgs
from components.routes import Nat
from engine.urn import parse
from tests.harness import Deployer, Result

REGION = "eu-central-1"
ACCOUNT = "123456789012"
"""The account of the sandbox."""
TAGS = {"owner": "ml-platform"}
"""The provider's default tags."""
CLUSTER = "test"

Build = Callable[[pulumi.ResourceOptions], object]


def bring_up(deploy: Deployer, build: Build, **options: Any) -> Result:
    """Deploy what a function declares with options that name a provider of AWS and one of Kubernetes."""

    def program() -> None:
        account = aws.Provider("aws", region=REGION, default_tags={"tags": TAGS})
        inside = kubernetes.Provider("inside", kubeconfig=_kubeconfig())
        build(pulumi.ResourceOptions(providers=[account, inside]))

    return deploy(program, **options)


@dataclass(frozen=True)
class _Cluster:
    cluster_name: pulumi.Output[str]
    security_group_id: pulumi.Output[str]


def cluster(network: Network, opts: pulumi.ResourceOptions) -> Cluster:
    """As much of a cluster as others use: an EKS cluster with a security group, without nodes."""
    group = aws.ec2.SecurityGroup("cluster", vpc_id=network.vpc_id, opts=opts)
    return cast("Cluster", _Cluster(eks_cluster(network, opts).name, group.id))


def eks_cluster(network: Network, opts: pulumi.ResourceOptions) -> aws.eks.Cluster:
    """A cluster as AWS knows it, and nothing in it."""
    role = aws.iam.Role("cluster", assume_role_policy=json.dumps(_trust("eks.amazonaws.com")), opts=opts)
    return aws.eks.Cluster(
        "cluster",
        name=CLUSTER,
        role_arn=role.arn,
        version="1.35",
        access_config={"authentication_mode": "API"},
        vpc_config={"subnet_ids": network.private_subnet_ids},
        opts=opts,
    )


def whole_cluster(network: Network, opts: pulumi.ResourceOptions) -> tuple[Cluster, pulumi.ResourceOptions]:
    """The real cluster, and the options of what lives in it."""
    made = Cluster(
        "cluster",
        ClusterArgs(),
        network=network,
        key=key("cluster", opts),
        logs_key=key("cluster-logs", opts),
        opts=opts,
    )
    return made, pulumi.ResourceOptions(providers=[account_of(opts), made.kubernetes])


def account_of(opts: pulumi.ResourceOptions) -> aws.Provider:
    """The provider of AWS among the options of `bring_up`."""
    (found,) = [provider for provider in cast("list[Any]", opts.providers) if isinstance(provider, aws.Provider)]
    return found


def network(opts: pulumi.ResourceOptions) -> Network:
    """The real network, as small as it can be."""
    args = NetworkArgs(zones=2, nat=Nat.NONE, endpoints=[], reasons={"nat": "nothing here needs the internet"})
    return Network("network", args, key=key("logs", opts), opts=opts)


def key(name: str, opts: pulumi.ResourceOptions) -> aws.kms.Key:
    """An encryption key."""
    return aws.kms.Key(f"key-{name}", opts=opts)


def children(made: Result, component: str, name: str) -> set[tuple[str, str]]:
    """Type token and logical name of everything that stands directly below a component."""
    parent = made.of(f"strata:index:{component}", name).urn
    return {(child.type, parse(child.urn).name) for child in made.resources if child.parent == parent}


def _trust(service: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}],
    }


def _kubeconfig() -> str:
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": CLUSTER, "cluster": {"server": "https://test.invalid"}}],
            "users": [{"name": CLUSTER, "user": {}}],
            "contexts": [{"name": CLUSTER, "context": {"cluster": CLUSTER, "user": CLUSTER}}],
            "current-context": CLUSTER,
        }
    )
