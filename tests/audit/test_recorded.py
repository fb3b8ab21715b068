"""By what names the state's resources are known outside."""

from __future__ import annotations

from audit.recorded import endpoints, names
from engine.resource import ResourceState
from protocol.values import Secret


def resource(type_: str, physical_id: str, **outputs: object) -> ResourceState:
    return ResourceState(
        urn=f"urn:pulumi:d::p::{type_}::n", custom=bool(physical_id), type=type_, id=physical_id, outputs=dict(outputs)
    )


def test_arns_ids_and_objects() -> None:
    resources = [
        resource("strata:index:Storage", ""),
        resource("aws:s3/bucket:Bucket", "data", arn="arn:aws:s3:::data"),
        resource("aws:cloudwatch/logGroup:LogGroup", "/logs", arn="arn:aws:logs:r:1:log-group:/logs:*"),
        resource("aws:kms/key:Key", "k-1", arn=Secret("arn:k-1")),
        resource("aws:ec2/eip:Eip", "eip-1"),
        resource("kubernetes:core/v1:Namespace", "jobs"),
        resource("kubernetes:helm.sh/v3:Release", "kube-system/karpenter"),
    ]
    assert names(resources) == {
        "data",
        "arn:aws:s3:::data",
        "/logs",
        "arn:aws:logs:r:1:log-group:/logs",
        "k-1",
        "arn:k-1",
        "eip-1",
        "Namespace/jobs",
        "Release/kube-system/karpenter",
    }


def test_where_clusters_answer() -> None:
    cluster = "aws:eks/cluster:Cluster"
    resources = [
        resource(cluster, "a", endpoint="https://a"),
        resource(cluster, "b"),
        resource("x:y:Z", "c", endpoint="z"),
    ]
    assert endpoints(resources) == {"https://a"}
