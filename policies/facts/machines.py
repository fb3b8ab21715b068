"""Machines of EC2: instances, and the templates that they are started from."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from policies.facts.credentials import holds_credential, is_credential
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.truth import Truth, some

EC2_INSTANCES: Final = ("aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest")
TEMPLATES: Final = ("aws:ec2/launchTemplate:LaunchTemplate",)
CONFIGURATIONS: Final = ("aws:ec2/launchConfiguration:LaunchConfiguration",)
MACHINES: Final = (*EC2_INSTANCES, *TEMPLATES, *CONFIGURATIONS)
"""Every type that says how a machine is started."""
VOLUMES: Final = ("aws:ebs/volume:Volume",)
DEFAULT_ENCRYPTION: Final = ("aws:ebs/encryptionByDefault:EncryptionByDefault",)
_ASSIGNED: Final = re.compile(r"^\s*(?:export\s+|-e\s+|set\s+)?([A-Za-z_]\w*)\s*=\s*[\"']?([^\s\"'#]+)", re.MULTILINE)


def templates(machine: Resource) -> list[Resource]:
    """The templates of this stack that an instance is started from."""
    template = machine["launchTemplate"]
    return [one for key in ("id", "name") for one in machine.stack.referred(template[key], TEMPLATES)]


def own_or_template(machine: Resource, *at: str) -> Node:
    """A setting of a machine: its own, else that of the template it is started from, if that is in this stack."""
    own = machine.root.at(*at)
    if own.value is not None or machine["launchTemplate"].value is None:
        return own
    found = [one.root.at(*at) for one in templates(machine)]
    return found[0] if found else Node(UNKNOWN, own.path)


def disks(machine: Resource) -> Iterator[Node]:
    """The disks that it says something of: objects with `encrypted` and `kmsKeyId`."""
    if machine.type in TEMPLATES:
        # A mapping without it is of a disk that the machine has of itself, or takes one away.
        ebs = (mapping["ebs"] for mapping in machine["blockDeviceMappings"].each())
        yield from (one for one in ebs if one.value is not None)
    else:
        yield from machine["rootBlockDevice"].each()
        yield from machine["ebsBlockDevices"].each()


def is_encrypted_by_default(resource: Resource) -> Truth:
    """Whether the stack has the account encrypt every new volume."""
    return some(one["enabled"].is_true(default=True) for one in resource.stack.of(*DEFAULT_ENCRYPTION))


def scripts(machine: Resource) -> Iterator[tuple[Node, Truth]]:
    """What it runs when it starts, and whether a credential is written there."""
    for name in ("userData", "userDataBase64"):
        node = machine[name]
        yield node, _holds_credential(_decoded(node))


def _decoded(node: Node) -> Node:
    """A script as text: templates take it in base64, instances as it is."""
    try:
        text = base64.b64decode(node.value, validate=True).decode() if isinstance(node.value, str) else node.value
    except (binascii.Error, ValueError):
        text = node.value
    return Node(text, node.path, node.sources, node.secret)


def _holds_credential(script: Node) -> Truth:
    if not isinstance(script.value, str):
        return script.satisfies(lambda _: False)
    assigned = (is_credential(Node(name), Node(value)) for name, value in _ASSIGNED.findall(script.value))
    return holds_credential(script) | some(assigned)
