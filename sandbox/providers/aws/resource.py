"""A resource type of the AWS sandbox: a class with the verbs, found by its token.

Writing the class is registering it: `aws:sqs/queue:Queue` is looked for in `sqs.py` beside this file. A class does
only what is special about its type. Default values, automatic names, tags, regions, secrets and comparison are the
provider's work; so are errors: an operation that reports a missing thing means "gone" in `read` and "done" in `delete`.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.session import AwsSession
from sandbox.providers.aws.tags import Tagging
from sandbox.schema import Problem

_REGISTERED: dict[str, type[Resource]] = {}


@dataclass(frozen=True)
class Created:
    """What a create brought about.

    Attributes:
        id: the physical id, as Pulumi's AWS provider chooses it.
        outputs: what `read` cannot find out; usually nothing, for `read` is asked right after.
    """

    id: str
    outputs: Props = field(default_factory=dict)


class Resource:
    """Base of every resource type. Inputs and outputs are plain values under their wire names (camelCase).

    Attributes:
        token: the type token, e.g. `aws:sqs/queue:Queue`.
        service: boto3's name of the service, e.g. `sqs`.
        name_property: the input that is named automatically when absent.
        prefix_property: the input that gives a prefix for that name instead.
        name_length_max: the longest name AWS takes.
        replace_on: inputs whose change needs a new resource; a name or a dotted path without list indices.
        delete_before_replace: whether old and new can never exist side by side.
        defaults: what holds for inputs that are not given; `create` and `update` receive them.
        unset: inputs without a default that only the program decides; one that is there unasked is drift. Of all others
            AWS, or another resource, may be the origin.
        ordered: names of list properties in which order counts; in all others it does not.
        unsupported: inputs that AWS knows and the sandbox does not; Check refuses them.
        secret_outputs: outputs that are secret whatever the inputs were.
        documents: inputs that are JSON texts and may be given as objects, as the SDK types them; recorded as texts.
        computed: what AWS decides within a property that is given, as `property.member`; unknown until it exists.
        tagging: the service's tag operations; None if the type takes no tags.
        regional: whether the type has a `region`.
    """

    token: ClassVar[str]
    service: ClassVar[str]
    name_property: ClassVar[str | None] = None
    prefix_property: ClassVar[str | None] = None
    name_length_max: ClassVar[int] = 255
    replace_on: ClassVar[frozenset[str]] = frozenset()
    delete_before_replace: ClassVar[bool] = False
    defaults: ClassVar[Mapping[str, Any]] = {}
    unset: ClassVar[frozenset[str]] = frozenset()
    ordered: ClassVar[frozenset[str]] = frozenset()
    unsupported: ClassVar[frozenset[str]] = frozenset()
    secret_outputs: ClassVar[frozenset[str]] = frozenset()
    documents: ClassVar[frozenset[str]] = frozenset()
    computed: ClassVar[frozenset[str]] = frozenset()
    tagging: ClassVar[Tagging | None] = None
    regional: ClassVar[bool] = True

    def __init_subclass__(cls) -> None:
        if "token" in cls.__dict__:
            _REGISTERED[cls.token] = cls

    def __init__(self, aws: AwsSession) -> None:
        self.aws = aws

    @property
    def client(self) -> Any:
        """The boto client of the type's service, in the resource's region."""
        return self.aws.client(self.service)

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        """The name given when none is asked for. `inputs` may hold unknowns."""
        return f"{logical}-{suffix}"

    def check(self, inputs: Props) -> list[Problem]:
        """Mistakes that the type metadata cannot tell. `inputs` may hold unknowns."""
        return []

    def create(self, inputs: Props) -> Created:
        """Make it, by one operation: what fails here left nothing behind. Outputs come from `read`."""
        raise NotImplementedError

    def configure(self, id: str, inputs: Props) -> None:
        """What must follow the create, except tags. If it fails, the engine knows of the resource already."""

    def read(self, id: str, outputs: Props) -> Props | None:
        """What really is, every output, as far as AWS tells it; None if it is gone.

        Args:
            id: the physical id.
            outputs: those known so far; right after a create the inputs, at an import nothing.
        """
        raise NotImplementedError

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        """Change it in place from old to new inputs; return what `read` cannot find out, usually nothing."""
        raise NotImplementedError(f"{self.token} cannot be changed in place")

    def delete(self, id: str, outputs: Props) -> None:
        """Remove it."""
        raise NotImplementedError


class UnsupportedType(LookupError):
    """The sandbox has no class for a type; the message says where one belongs."""


def find_type(token: str) -> type[Resource]:
    """The class for a type token.

    Raises:
        UnsupportedType: there is none.
    """
    module = token.split(":")[1].split("/", maxsplit=1)[0]
    load(f"sandbox.providers.aws.{module}")
    if token not in _REGISTERED:
        package = hasattr(sys.modules.get(f"sandbox.providers.aws.{module}"), "__path__")
        place = f"sandbox/providers/aws/{module}{'/' if package else '.py'}"
        raise UnsupportedType(f"the AWS sandbox does not support {token}; add its class to {place}")
    return _REGISTERED[token]


def load(module: str) -> None:
    """Import a service's module, if there is one."""
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise


def compact(**members: Any) -> Props:
    """Parameters without those that are None: boto takes no None."""
    return {name: value for name, value in members.items() if value is not None}


def document(value: Any) -> str:
    """A JSON document as text, whether it was given as text or as values."""
    return value if isinstance(value, str) else json.dumps(value)
