"""Checks every input, however nested, against the type metadata of the provider SDKs.

Pulumi itself checks no nested key while a program runs: a misspelt one is found by the cloud, or by nobody.
Types are compiled once, on first use.
"""

from __future__ import annotations

import enum
import threading
import types
import typing
from collections import abc
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, Final

import pulumi
from pulumi import _types as metadata

from protocol.values import Props
from sandbox import sdk
from sandbox.problem import Problem, Where
from sandbox.shapes import (
    SCALARS,
    Anything,
    Choice,
    File,
    JsonText,
    ListOf,
    MapOf,
    Object,
    OneOf,
    Scalar,
    Shape,
    check,
)

__all__ = ["Problem", "check_inputs"]

_QUANTITIES: Final = frozenset(
    {
        ("ResourceRequirementsArgs", "limits"),
        ("ResourceRequirementsArgs", "requests"),
        ("VolumeResourceRequirementsArgs", "limits"),
        ("VolumeResourceRequirementsArgs", "requests"),
        ("ResourceQuotaSpecArgs", "hard"),
        ("LimitRangeItemArgs", "default"),
        ("LimitRangeItemArgs", "defaultRequest"),
        ("LimitRangeItemArgs", "max"),
        ("LimitRangeItemArgs", "min"),
        ("LimitRangeItemArgs", "maxLimitRequestRatio"),
        ("PersistentVolumeSpecArgs", "capacity"),
        ("PodSpecArgs", "overhead"),
    }
)
"""Typed as strings by the Kubernetes SDK; the API server takes numbers too, as quantities."""

_compiling = threading.RLock()


def check_inputs(token: str, inputs: Props, *, path: str = "") -> list[Problem]:
    """Every mistake in the inputs of a resource (`aws:sqs/queue:Queue`), a provider or a function.

    Unknown values pass, secrets are checked like what they hold, and so is what a provider coerces (AWS takes
    `"30"` for a number). A function's missing inputs are not found: the SDKs do not tell which are required.

    Args:
        token: the type's wire name; a custom resource's is `kubernetes:<apiVersion>:<kind>`.
        inputs: decoded, by wire name.
        path: stands before every problem's own path.
    """
    where: Where = ((), path) if path else ()
    found: list[Problem] = []
    try:
        shape = _shape_of_token(token)
    except sdk.UnknownType as unknown:
        return [Problem(path, str(unknown))]
    check(shape, inputs, where, found)
    return found


@cache
def _shape_of_token(token: str) -> Object:
    package = sdk.package_of(token)
    if package == "kubernetes" and sdk.is_custom(token):
        return Object(partial(_properties, sdk.custom_resource_inputs, token, coerces=False), closed=False)
    provider = token.startswith("pulumi:providers:")
    shape = Object(
        partial(
            _properties,
            partial(sdk.inputs_of, token),
            token,
            coerces=provider or package != "kubernetes",
            json_text=provider,
        )
    )
    shape.compile()  # An unknown type is an error here, not at some later property.
    return shape


@cache
def _shape_of_class(args: Any, coerces: bool) -> Object:
    return Object(partial(_properties, partial(sdk.class_inputs, args), args.__name__, coerces=coerces))


def _properties(
    load: Callable[[], sdk.Inputs], owner: str, *, coerces: bool, json_text: bool = False
) -> tuple[dict[str, Shape], tuple[str, ...]]:
    """The shapes of an object's properties, and the names of the required ones."""
    # The SDKs' lazy imports are not safe to run from several threads at once.
    with _compiling:
        inputs = load()
        shapes = {
            name: MapOf(Scalar([str, int, float], coerces=False))
            if (owner, name) in _QUANTITIES
            else _shape(prop.hint, coerces)
            for name, prop in inputs.items()
        }
    # The SDK writes `x_kubernetes_int_or_string`, Kubernetes `x-kubernetes-int-or-string`; both work.
    shapes |= {name.replace("_", "-"): shape for name, shape in shapes.items() if name.startswith("x_kubernetes_")}
    if json_text:
        shapes = {name: shape if isinstance(shape, Scalar) else JsonText(shape) for name, shape in shapes.items()}
    return shapes, tuple(name for name, prop in inputs.items() if prop.required)


def _shape(hint: Any, coerces: bool) -> Shape:
    """Compile a type hint; wrappers that say how a value is computed (Optional, Awaitable, Output) fall away."""
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _union(arguments, coerces)
    if origin in (list, abc.Sequence):
        return ListOf(_shape(arguments[0], coerces))
    if origin in (dict, abc.Mapping):
        return MapOf(_shape(arguments[1], coerces))
    if origin is typing.Literal:
        return Choice(arguments)
    return _plain(hint, coerces) if isinstance(hint, type) else Anything()


def _plain(hint: Any, coerces: bool) -> Shape:
    if hint in SCALARS:
        return Scalar([hint], coerces=coerces)
    if issubclass(hint, enum.Enum):
        return Choice([member.value for member in hint])
    if metadata.is_input_type(hint):
        return _shape_of_class(hint, coerces)
    return File() if issubclass(hint, pulumi.Asset | pulumi.Archive) else Anything()


def _union(members: Sequence[Any], coerces: bool) -> Shape:
    wanted = [member for member in members if not _is_wrapper(member)]
    scalars = [member for member in wanted if member in SCALARS]
    if scalars and all(member in SCALARS or _is_enum(member) for member in wanted):
        return Scalar(scalars, coerces=coerces)
    if not wanted or Any in wanted:
        return Anything()
    shapes = [_shape(member, coerces) for member in wanted]
    return shapes[0] if len(shapes) == 1 else OneOf(shapes)


def _is_wrapper(member: Any) -> bool:
    """None, Awaitable[T], Output[T], and the dict and output twins of an input type."""
    if member is type(None) or typing.get_origin(member) in (abc.Awaitable, pulumi.Output):
        return True
    return isinstance(member, type) and (typing.is_typeddict(member) or metadata.is_output_type(member))


def _is_enum(member: Any) -> bool:
    return isinstance(member, type) and issubclass(member, enum.Enum)
