"""Who reads and writes what: through the roles that workloads run with, and what their declarations name."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from graph.model import Edge, Kind, Node
from graph.wiring import Wiring

STORES: Final = re.compile(
    r"aws:(s3/bucket(V2)?|sqs/queue|sns/topic|dynamodb/table|rds/(instance|cluster)|ecr/repository|kinesis/stream"
    r"|efs/fileSystem|opensearch/domain|secretsmanager/secret|elasticache/replicationGroup|fsx/.+):"
)
"""The types of what holds data."""
READ_ONLY: Final = re.compile(r"aws:ecr/|aws:secretsmanager/")
"""The types of what is only read by what names it."""
ACTORS: Final = re.compile(
    r"kubernetes:(apps/v1:|batch/v1:|core/v1:Pod$|helm\.sh/|serving\.kserve\.io/|ray\.io/|kubeflow\.org/|argoproj\.io/)"
    r"|aws:(lambda/function|ecs/|sagemaker/|batch/|glue/|sfn/|emr)"
)
"""The types of what works with data."""
ROLE_PROPERTIES: Final = ("role", "roleArn", "executionRoleArn", "taskRoleArn")
_READS = re.compile(r":(Get|List|Receive|BatchGet|Query|Scan|Select|Subscribe|connect|\*)")
_WRITES = re.compile(r":(Put|Send|Publish|BatchWrite|Update|Upload|Complete|Initiate|Write|connect|\*)")


@dataclass(frozen=True, slots=True)
class _Grant:
    """What a policy allows with a store; None where that is not known yet.

    Attributes:
        policy: how the policy is called.
    """

    policy: str
    reads: bool | None
    writes: bool | None


def accesses(wiring: Wiring) -> Iterator[Edge]:
    """The flows between stores and what works with them."""
    grants = _grants(wiring)
    for role, actors in _actors(wiring).items():
        for store, grant in grants.get(role, ()):
            for actor in actors:
                yield from _flows(store, actor, grant)
    for actor in wiring.graph.nodes:
        if ACTORS.match(actor.type):
            for name in ("spec", "values", "environment"):
                for urn in wiring.made_of(actor.urn, name):
                    store = wiring.graph.by_urn[urn]
                    if STORES.match(store.type):
                        yield from _flows(store, actor, _Grant(f"{wiring.called(actor)}: {name}", None, None))


def _flows(store: Node, actor: Node, grant: _Grant) -> Iterator[Edge]:
    if grant.reads is None and READ_ONLY.match(store.type):
        grant = _Grant(grant.policy, reads=True, writes=False)
    both = grant.reads is None
    if both or grant.reads:
        label = "reads or writes" if both else "reads"
        yield Edge(source=store.urn, target=actor.urn, kind=Kind.FLOW, labels=(label,), derived=grant.policy, both=both)
    if grant.writes:
        yield Edge(source=actor.urn, target=store.urn, kind=Kind.FLOW, labels=("writes",), derived=grant.policy)


def _grants(wiring: Wiring) -> dict[str, list[tuple[Node, _Grant]]]:
    """What each role may do with which store, by the role's URN."""
    found: dict[str, list[tuple[Node, _Grant]]] = defaultdict(list)
    attached = [
        (attachment, wiring.graph.by_urn[policy])
        for attachment in wiring.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        for policy in wiring.made_of(attachment.urn, "policyArn")
    ]
    for holder, policy in [*((one, one) for one in wiring.of("aws:iam/rolePolicy:RolePolicy")), *attached]:
        for urn in wiring.made_of(policy.urn, "policy"):
            store = wiring.graph.by_urn[urn]
            if STORES.match(store.type):
                for role in wiring.made_of(holder.urn, "role"):
                    found[role].append((store, _grant(wiring, policy, store)))
    return found


def _grant(wiring: Wiring, policy: Node, store: Node) -> _Grant:
    """What a policy's document allows with a store."""
    name = f"{wiring.called(policy)}: policy"
    try:
        document = json.loads(str(policy.properties.get("policy")))
    except ValueError:  # it is not known before it is deployed
        return _Grant(name, None, None)
    arn = store.outputs.get("arn") or store.properties.get("arn")
    actions = " ".join(
        f":{action.partition(':')[2] or '*'}"
        for statement in _listed(document.get("Statement") if isinstance(document, dict) else None)
        if isinstance(statement, dict) and statement.get("Effect") == "Allow"
        if not arn or any(_covers(str(one), str(arn)) for one in _listed(statement.get("Resource")))
        for action in map(str, _listed(statement.get("Action")))
    )
    return _Grant(name, reads=bool(_READS.search(actions)), writes=bool(_WRITES.search(actions)))


def _covers(pattern: str, arn: str) -> bool:
    """Whether a statement's resource is the store, something in it, or all that begins alike."""
    start, star, _ = pattern.partition("*")
    return start.rstrip("/").startswith(arn) or (bool(star) and arn.startswith(start))


def _actors(wiring: Wiring) -> dict[str, list[Node]]:
    """What works with each role, by the role's URN."""
    found: dict[str, list[Node]] = defaultdict(list)
    for node in wiring.graph.nodes:
        if ACTORS.match(node.type):
            for name in ROLE_PROPERTIES:
                for role in wiring.made_of(node.urn, name):
                    found[role].append(node)
    accounts = _working_with(wiring, wiring.kinds("core", "ServiceAccount"))
    for association in wiring.of("aws:eks/podIdentityAssociation:PodIdentityAssociation"):
        workers = [node for one in wiring.made_of(association.urn, "serviceAccount") for node in accounts[one]]
        for role in wiring.made_of(association.urn, "roleArn"):
            found[role] += workers or [association]
    return found


def _working_with(wiring: Wiring, accounts: Iterable[Node]) -> dict[str, list[Node]]:
    """The workloads that name a service account in their spec, by the account's URN."""
    known = {account.urn for account in accounts}
    found: dict[str, list[Node]] = defaultdict(list)
    for node in wiring.graph.nodes:
        if ACTORS.match(node.type):
            for urn in wiring.made_of(node.urn, "spec"):
                if urn in known:
                    found[urn].append(node)
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
