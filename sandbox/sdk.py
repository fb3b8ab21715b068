"""What the installed provider SDKs know of their own types: wire token → inputs with their type hints.

The SDKs register every resource module when they are imported; only the module that a token stands in is loaded.
"""

from __future__ import annotations

import importlib
import re
import sys
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pulumi
from pulumi import _types as metadata
from pulumi.runtime import rpc

PACKAGES: Final = {"aws": "pulumi_aws", "kubernetes": "pulumi_kubernetes"}
"""Provider packages by the first part of a token."""

# `pulumi.Input` is written with forward references, which only its own module could resolve.
_FORWARD: Final = {"Output": pulumi.Output, "T": type(None)}
_PLUMBING: Final = frozenset({"return", "opts", "resource_name"})


@dataclass(frozen=True, slots=True)
class Input:
    """One input property.

    Attributes:
        hint: the type as the SDK annotates it, Optional and Input wrappers included.
        required: whether a value must be given. The SDKs do not tell for functions; there it is False.
    """

    hint: Any
    required: bool


Inputs = Mapping[str, Input]
"""Inputs by wire name."""


class UnknownType(Exception):
    """The installed SDK has no resource or function of this token."""


def package_of(token: str) -> str:
    """`aws` for `aws:sqs/queue:Queue` and for `pulumi:providers:aws`."""
    first, _, last = token.rpartition(":")
    return last if first == "pulumi:providers" else token.partition(":")[0]


def inputs_of(token: str) -> Inputs:
    """The inputs of a resource, a provider or a function.

    Raises:
        UnknownType: the SDK of the token's package has nothing of that name.
    """
    package = package_of(token)
    if package not in PACKAGES:
        raise UnknownType(f"no SDK is known for the package {package!r}; known: {', '.join(PACKAGES)}")
    root = importlib.import_module(PACKAGES[package])
    if token.startswith("pulumi:providers:"):
        return class_inputs(_args_class(root.Provider))
    name = token.rpartition(":")[2]
    if name[:1].islower():
        return _function_inputs(token)
    return class_inputs(resource_args(token))


def resource_args(token: str) -> type:
    """The class of a resource's arguments: `QueueArgs` for `aws:sqs/queue:Queue`.

    Raises:
        UnknownType: the SDK has no such resource type.
    """
    module = _module(token)
    if module is None or token not in module["classes"]:
        raise UnknownType(f"{PACKAGES[package_of(token)]} has no resource type {token!r}")
    return _args_class(getattr(importlib.import_module(module["fqn"]), module["classes"][token]))


def is_custom(token: str) -> bool:
    """Whether a Kubernetes token names a custom resource (`kubernetes:example.com/v1:Widget`): no SDK module has it."""
    return token.count(":") == 2 and not token.startswith("pulumi:providers:") and _module(token) is None


def custom_resource_inputs() -> Inputs:
    """What every custom resource has: apiVersion, kind, metadata; its spec is free."""
    return class_inputs(importlib.import_module("pulumi_kubernetes.apiextensions").CustomResourceArgs)


def class_inputs(args: type) -> Inputs:
    """The inputs that a class marked as an input type declares, by wire name."""
    names = metadata.input_type_py_to_pulumi_names(args)
    init: Any = args.__init__  # type: ignore[misc]
    hints = typing.get_type_hints(init, localns=_FORWARD)
    optional = init.__kwdefaults__ or {}
    return {wire: Input(hints[name], required=name not in optional) for name, wire in names.items() if name in hints}


def _module(token: str) -> Mapping[str, Any] | None:
    package, module, _ = token.split(":")
    importlib.import_module(PACKAGES[package])
    found: Any = rpc.get_resource_module(package, module, "")
    return found.mod_info if found is not None else None


def _args_class(resource: type) -> type:
    """`QueueArgs` beside `Queue`; `NamespaceInitArgs` where the plain name is a nested type's."""
    module = sys.modules[resource.__module__]
    for suffix in ("InitArgs", "Args"):
        args: type | None = getattr(module, resource.__name__ + suffix, None)
        if args is not None and args.__module__ == resource.__module__:
            return args
    raise UnknownType(f"{resource.__module__} declares no arguments for {resource.__name__}")


def _function_inputs(token: str) -> Inputs:
    """Inputs of an invoke, from the Python function that the SDK generated for it."""
    package, module, name = token.split(":")
    python_name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    function = getattr(_function_module(package, module.partition("/")[0]), python_name, None)
    if function is None:
        raise UnknownType(f"{PACKAGES[package]} has no function {token!r}")
    hints = {
        key: hint for key, hint in typing.get_type_hints(function, localns=_FORWARD).items() if key not in _PLUMBING
    }
    # The body spells each wire name as a string; that is the only place where the SDK keeps it.
    spelt = {text.lower(): text for text in function.__code__.co_consts if isinstance(text, str)}
    return {spelt.get(key.replace("_", ""), key): Input(hint, required=False) for key, hint in hints.items()}


@cache
def _function_module(package: str, module: str) -> Any:
    root = PACKAGES[package]
    if module == "index":
        return importlib.import_module(root)
    for name in (module, f"{module}_"):
        try:
            return importlib.import_module(f"{root}.{name.replace('-', '')}")
        except ModuleNotFoundError:
            continue
    raise UnknownType(f"{root} has no module {module!r}")
