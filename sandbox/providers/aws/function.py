"""Functions (invokes) of the AWS sandbox, found by their token in `functions/<module>.py`."""

from __future__ import annotations

from collections.abc import Callable

from protocol.values import Props
from sandbox.providers.aws.resource import UnsupportedType, load
from sandbox.providers.aws.session import AwsSession

Function = Callable[[AwsSession, Props], Props]
"""Takes the session (in the region asked for) and the arguments; returns the result under wire names."""

_REGISTERED: dict[str, Function] = {}


def function(token: str) -> Callable[[Function], Function]:
    """Register a function: `@function("aws:index/getRegion:getRegion")`."""

    def register(implementation: Function) -> Function:
        _REGISTERED[token] = implementation
        return implementation

    return register


def find_function(token: str) -> Function:
    """The function for a token.

    Raises:
        UnsupportedType: there is none.
    """
    module = token.split(":")[1].split("/", maxsplit=1)[0]
    load(f"sandbox.providers.aws.functions.{module}")
    if token not in _REGISTERED:
        raise UnsupportedType(
            f"the AWS sandbox does not support {token}; add it to sandbox/providers/aws/functions/{module}.py"
        )
    return _REGISTERED[token]
