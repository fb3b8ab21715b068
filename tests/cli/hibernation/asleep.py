"""A small stack that can sleep: a node group, and a database."""

from __future__ import annotations

import json
from typing import Any

from sandbox.environment import Sandbox
from sandbox.providers.aws.session import AwsSession
from tests.cli.conftest import Small

PROGRAM = """\
import json, pulumi, pulumi_aws as aws
level = (pulumi.Config("strata").get_object("hibernation") or {}).get("level", "awake")
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
subnets = [
    aws.ec2.Subnet(f"s{zone}", vpc_id=vpc.id, cidr_block=f"10.0.{number}.0/24", availability_zone=f"us-east-1{zone}")
    for number, zone in enumerate("ab")
]
trust = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "eks.amazonaws.com"}}]}
role = aws.iam.Role("role", assume_role_policy=json.dumps(trust))
ids = [subnet.id for subnet in subnets]
cluster = aws.eks.Cluster("cluster", role_arn=role.arn, vpc_config={"subnet_ids": ids})
nodes = 0 if level == "nodes" else 2
aws.eks.NodeGroup("nodes", cluster_name=cluster.name, node_role_arn=role.arn, subnet_ids=ids,
    instance_types=["m7i.large"], scaling_config={"min_size": nodes, "desired_size": nodes, "max_size": 3})
aws.rds.Instance("db", identifier=f"{pulumi.get_project()}-{pulumi.get_stack()}", engine="postgres",
    instance_class="db.t4g.small", allocated_storage=20, storage_type="gp3", skip_final_snapshot=True,
    username="strata", manage_master_user_password=True)
pulumi.export("slept", level)
"""


def bring_up(project: Small, stack: str = "dev") -> Small:
    """The stack, up."""
    project.program(PROGRAM)
    done = project.strata("up", stack, "--sandbox", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout + done.stderr
    return project


def real(project: Small, stack: str = "dev") -> dict[str, Any]:
    """What is really there: the nodes of the group, and what the database does."""
    client = AwsSession(Sandbox(project.home).endpoint, "us-east-1").client
    eks = client("eks")
    groups = [
        eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]["scalingConfig"]["desiredSize"]
        for cluster in eks.list_clusters()["clusters"]
        for name in eks.list_nodegroups(clusterName=cluster)["nodegroups"]
        if cluster in _recorded(project, stack)
    ]
    found = client("rds").describe_db_instances(DBInstanceIdentifier=f"{project.name}-{stack}")["DBInstances"]
    return {"nodes": groups, "database": found[0]["DBInstanceStatus"]}


def inputs(project: Small, stack: str = "dev") -> dict[str, Any]:
    """What is recorded of every resource: its inputs, by URN."""
    latest = json.loads((project.home / ".pulumi" / "stacks" / project.name / f"{stack}.json").read_text())
    return {one["urn"]: one.get("inputs") for one in latest["checkpoint"]["latest"]["resources"]}


def _recorded(project: Small, stack: str) -> str:
    return (project.home / ".pulumi" / "stacks" / project.name / f"{stack}.json").read_text()
