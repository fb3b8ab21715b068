"""Who reads and writes what follows from roles; which way, from the policy's actions where they are known."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph import Edge, Graph, Node
from tests.graph.stacks import needs, node, stack
from tests.graph.test_flows import flows

ROLE, INLINE = "aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"
MANAGED, ATTACHED = "aws:iam/policy:Policy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ARN = "arn:aws:s3:::models-1a2b"


def document(actions: Any, resources: Any = ARN, effect: str = "Allow") -> str:
    return json.dumps({"Statement": [{"Effect": effect, "Action": actions, "Resource": resources}]})


def world(policy: Any, *, managed: bool = False, bucket_type: str = "aws:s3/bucket:Bucket") -> Graph:
    """A bucket, a role with a policy for it, and a deployment that runs with the role through its pod's identity."""
    bucket = node("bucket", bucket_type, outputs={"arn": ARN})
    role = node("role", ROLE)
    account = node("account", "kubernetes:core/v1:ServiceAccount")
    identity = node("identity", "aws:eks/podIdentityAssociation:PodIdentityAssociation")
    worker = node("worker", "kubernetes:apps/v1:Deployment")
    edges = [
        needs(identity, role, "roleArn"),
        needs(identity, account, "serviceAccount"),
        needs(worker, account, "spec"),
    ]
    more: list[Node] = []
    if managed:
        written, attached = node("policy", MANAGED, properties={"policy": policy}), node("attached", ATTACHED)
        more = [written, attached]
        edges += [
            needs(attached, role, "role"),
            needs(attached, written, "policyArn"),
            needs(written, bucket, "policy"),
        ]
    else:
        written = node("policy", INLINE, properties={"policy": policy})
        more = [written]
        edges += [needs(written, role, "role"), needs(written, bucket, "policy")]
    return stack(bucket, role, account, identity, worker, *more, edges=edges)


READ = ("bucket", "worker", ("reads",), False)
WRITE = ("worker", "bucket", ("writes",), False)
EITHER = ("bucket", "worker", ("reads or writes",), True)


@pytest.mark.parametrize("managed", [False, True])
@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (document("s3:GetObject"), {READ}),
        (document(["s3:GetObject", "s3:ListBucket"], [ARN, f"{ARN}/*"]), {READ}),
        (document("s3:PutObject", f"{ARN}/logs/*"), {WRITE}),
        (document(["s3:GetObject", "s3:PutObject"]), {READ, WRITE}),
        (document("s3:*"), {READ, WRITE}),
        (document("*", "*"), {READ, WRITE}),
        (document("s3:GetObject", "arn:aws:s3:::models-*"), {READ}),
        (document("s3:GetObject", "arn:aws:s3:::other"), set()),
        (document("s3:GetObject", effect="Deny"), set()),
        (document("s3:DeleteObject"), set()),
        ("[unknown]", {EITHER}),
        ("[secret]", {EITHER}),
        (None, {EITHER}),
        ("[]", set()),
        ('{"Statement": [3, {"Effect": "Allow", "Action": null}]}', set()),
    ],
)
def test_flows_go_as_the_policy_allows(policy: Any, managed: bool, expected: set[tuple[Any, ...]]) -> None:
    assert flows(world(policy, managed=managed)) == expected


def test_images_are_only_read_though_the_policy_is_not_known_yet() -> None:
    assert flows(world("[unknown]", bucket_type="aws:ecr/repository:Repository")) == {READ}


def test_a_workload_that_names_a_store_may_use_it() -> None:
    worker, queue = node("worker", "kubernetes:batch/v1:Job"), node("queue")
    assert flows(stack(worker, queue, edges=[needs(worker, queue, "spec")])) == {
        ("queue", "worker", ("reads or writes",), True)
    }


def test_what_is_known_of_a_pair_hides_what_may_be() -> None:
    graph = world(document("s3:PutObject"))
    by_name = {one.name: one for one in graph.nodes}
    edges: list[Edge] = [*graph.edges, needs(by_name["worker"], by_name["bucket"], "spec")]
    assert flows(Graph.of("p/dev", "planned", graph.nodes, edges)) == {WRITE}


def test_a_function_works_with_its_own_role() -> None:
    role, queue = node("role", ROLE), node("queue", outputs={"arn": "arn:q"})
    policy = node("policy", INLINE, properties={"policy": document("sqs:ReceiveMessage", "arn:q")})
    function = node("function", "aws:lambda/function:Function")
    edges = [needs(policy, role, "role"), needs(policy, queue, "policy"), needs(function, role, "role")]
    assert flows(stack(role, queue, policy, function, edges=edges)) == {("queue", "function", ("reads",), False)}


def test_an_identity_whose_workload_is_not_declared_stands_for_it() -> None:
    """A chart's pods are no resources of the stack."""
    role, queue = node("role", ROLE), node("queue")
    policy = node("policy", INLINE, properties={"policy": document("sqs:SendMessage", "*")})
    identity = node("identity", "aws:eks/podIdentityAssociation:PodIdentityAssociation")
    edges = [needs(policy, role, "role"), needs(policy, queue, "policy"), needs(identity, role, "roleArn")]
    assert flows(stack(role, queue, policy, identity, edges=edges)) == {("identity", "queue", ("writes",), False)}
