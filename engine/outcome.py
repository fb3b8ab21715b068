"""What came of a step: the resource with its outputs, or an error for people."""

from __future__ import annotations

import json
from typing import NamedTuple

from google.protobuf.struct_pb2 import Struct

from engine.errors import EngineError, ResourceError, without_subject
from engine.resource import ResourceState
from engine.step import Step
from protocol.masking import PART_MIN, Mask
from protocol.provider import InitializationFailed, ProviderError, Unanswered
from protocol.values import Props, Secret, contains_secret, contains_unknown, decode, encode, redact, reveal


class Outcome(NamedTuple):
    """A resource after its step, and its outputs in wire form."""

    state: ResourceState
    wire: Struct


def settle(new: ResourceState, wire: Struct) -> tuple[Props, Struct]:
    """A resource's outputs as the provider gave them, made secret where the program or a secret input says so.

    An output that repeats a secret input under another name, such as a connection string with its password, is secret
    as well: most providers say so themselves, and state is no place to find out which do not.

    Args:
        new: the resource, with its inputs.
        wire: what the provider gave.

    Returns:
        The outputs as Python values and in wire form.
    """
    outputs = decode(wire)
    secret = [name for name in new.additional_secret_outputs if name in outputs]
    secret += [name for name, value in new.inputs.items() if name in outputs and contains_secret(value)]
    plain = {name for name in secret if not contains_secret(outputs[name])}
    if contains_secret(new.inputs):
        plain |= repeating(outputs, new.inputs)
    if not plain:
        return outputs, wire
    outputs = {name: Secret(reveal(value)) if name in plain else value for name, value in outputs.items()}
    return outputs, encode(outputs)


def repeating(props: Props, source: Props) -> set[str]:
    """The names of properties in which secrets of the source turn up in plain text; short ones are left aside."""
    mask = Mask(source, shortest=PART_MIN)
    shown = {name: json.dumps(redact(value)) for name, value in props.items()}
    return {name for name, text in shown.items() if mask(text) != text}


def explain(step: Step, error: Exception) -> EngineError:
    """The error for people: which resource, what was tried, what the provider said."""
    if isinstance(error, EngineError):
        return error if isinstance(error, ResourceError) else ResourceError(step.urn, str(error))
    cause = without_subject(str(error), step.urn)
    if isinstance(error, InitializationFailed):
        return ResourceError(step.urn, f"{step.op}: it exists, but is not ready: {cause}")
    if isinstance(error, ProviderError):
        return ResourceError(step.urn, f"{step.op} failed: {cause}")
    if isinstance(error, Unanswered):
        told = f"nobody knows whether {step.op} took place; it stays pending, and the next command looks into it"
        return ResourceError(step.urn, f"{told}: {cause}")
    return ResourceError(step.urn, f"{step.op} failed: {unforeseen(error)}")


def unforeseen(error: Exception) -> str:
    """What is said of an error that nobody raises on purpose."""
    return f"the provider or the engine has a bug: {type(error).__name__}: {error}"


def known(outputs: Props, recorded: Props) -> Props:
    """The outputs; those that depend on what a run with targets left out are as recorded, if they ever were."""
    unknown = {name for name, value in outputs.items() if contains_unknown(value)}
    return {
        name: recorded[name] if name in unknown else value
        for name, value in outputs.items()
        if name not in unknown or name in recorded
    }
