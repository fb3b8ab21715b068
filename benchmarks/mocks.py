"""The floor: a program under the SDK's own mocks, where nothing is checked, compared, recorded or created."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pulumi
from pulumi.runtime.rpc import UNKNOWN
from pulumi.runtime.stack import run_pulumi_func

ANSWERS: dict[str, dict[str, Any]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
        "accountId": "123456789012",
        "arn": "arn:aws:iam::123456789012:user/benchmark",
    },
    "aws:index/getRegion:getRegion": {"region": "eu-central-1"},
    "aws:index/getPartition:getPartition": {"partition": "aws", "dnsSuffix": "amazonaws.com"},
    "aws:index/getAvailabilityZones:getAvailabilityZones": {
        "names": ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
        "zoneIds": ["euc1-az2", "euc1-az3", "euc1-az1"],
    },
    "aws:iam/getSessionContext:getSessionContext": {"issuerArn": "arn:aws:iam::123456789012:user/benchmark"},
}
"""What the functions that programs call return."""


NESTED: dict[str, dict[str, dict[str, Any]]] = {
    "aws:eks/cluster:Cluster": {"vpcConfig": {"clusterSecurityGroupId": "sg-0123456789abcdef0"}},
}
"""What providers add inside an input's object, by type token and property; a program may look there."""


DOCUMENTS = {"assumeRolePolicy", "policy"}
"""Properties that hold a policy document."""


class Mocks(pulumi.runtime.Mocks):
    """A resource's outputs are its inputs, an ARN or a Kubernetes name, and `NESTED`; all else is unknown.

    Attributes:
        registered: the type token and the name of each resource and component.
    """

    def __init__(self) -> None:
        self.registered: set[tuple[str, str]] = set()

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        self.registered.add((args.typ, args.name))
        outputs = {**args.inputs, "arn": f"arn:aws:mock:::{args.name}"}
        if args.typ.startswith("kubernetes:"):
            outputs["metadata"] = {"name": args.name, **(args.inputs.get("metadata") or {})}
        if args.typ.startswith("aws:"):
            outputs |= {name: _text(args.inputs[name]) for name in DOCUMENTS & args.inputs.keys()}
        for name, added in NESTED.get(args.typ, {}).items():
            outputs[name] = {**added, **args.inputs[name]}
        return None, outputs

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        return ANSWERS[args.token], []


def _text(document: Any) -> Any:
    """A document that is declared as an object is given back as text; unknown, if any part of it is."""
    try:
        return json.dumps(document) if isinstance(document, dict) else document
    except TypeError:
        return UNKNOWN


def run_under_mocks(program: Callable[[], None], project: str = "project", stack: str = "stack") -> int:
    """Run a program as if to preview it; how many resources and components it registers, its stack left out."""
    mocks = Mocks()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    pulumi.runtime.set_mocks(mocks, project=project, stack=stack, preview=True)
    loop.run_until_complete(run_pulumi_func(program))
    return len(mocks.registered)
