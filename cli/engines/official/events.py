"""The Automation API's events, back in the engine's own JSON format, and without what no person wants to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Final

from pulumi.automation.events import BaseEvent, EngineEvent

from cli.engines.official.tracebacks import Tracebacks

_COLOUR: Final = re.compile(r"<\{%.*?%\}>")
"""How the engine marks colour in its messages, as in `<{%fg 1%}>`."""
_OWN_NAMES: Final = {"policy_packs": "PolicyPacks"}
"""Fields that the format does not spell in camel case."""
_PLUGIN_ON_PATH: Final = re.compile(r"using pulumi-resource-\S+ from \$PATH at ")
_REFUSED: Final = re.compile(r"property (\S+) value \{.*\} has a problem: ", re.DOTALL)
"""How the engine tells what a provider refuses: with the value, which may be a secret."""
_CONSEQUENCE: Final = re.compile(
    r"(?:update|preview|refresh|destroy) failed|.*program exited with non-zero exit code: \d+"
)
"""Errors that only say that there were errors."""


def event_json(event: EngineEvent) -> dict[str, Any]:
    """An event in the engine's format."""
    body: dict[str, Any] = _plain(event)
    return body


def without_colours(message: str) -> str:
    """A message without the engine's marks for colours."""
    return _COLOUR.sub("", message)


class Told:
    """Decides what of the events is told, and how.

    Left out are debugging, that the sandbox's plugins are on PATH, where Strata puts them, and errors that only say
    that there were errors. Tracebacks become a place and a cause.

    Attributes:
        errors: every error told so far.
    """

    def __init__(self, mask: Callable[[str], str], root: Path) -> None:
        """Args:
        mask: takes secrets out of a text. The engine does so for properties, but not for what a program prints.
        root: the project's folder.
        """
        self.errors: list[str] = []
        self._mask = mask
        self._tracebacks = Tracebacks(root)

    def __call__(self, event: EngineEvent) -> Iterator[dict[str, Any]]:
        """What to tell of an event: nothing, or events in the engine's format."""
        told = event_json(event)
        for kind in ("stdoutEvent", "policyEvent"):
            if body := told.get(kind):
                told[kind] = body | {"message": self._mask(without_colours(body["message"]))}
        if diagnostic := told.get("diagnosticEvent"):
            message = self._message(diagnostic)
            if not message:
                return
            told["diagnosticEvent"] = diagnostic | {"message": f"{message}\n"}
        if told.keys() - {"sequence", "timestamp"}:
            yield told
        if policy := told.get("policyEvent"):
            yield {"diagnosticEvent": self._violation(policy)}

    def _violation(self, policy: Mapping[str, Any]) -> dict[str, Any]:
        """What a policy pack says of a resource, for those who look at diagnostics alone."""
        blocks = policy["enforcementLevel"] == "mandatory"
        message = f"{policy['policyName']}: {policy['message']}".rstrip()
        if blocks:
            self.errors.append(message)
        severity = "error" if blocks else "warning"
        return {"urn": policy.get("resourceUrn", ""), "message": f"{message}\n", "severity": severity}

    def _message(self, diagnostic: Mapping[str, Any]) -> str:
        """What is told of a message; empty if nothing is."""
        severity, message = diagnostic["severity"], self._mask(without_colours(diagnostic["message"]))
        if severity == "debug" or _PLUGIN_ON_PATH.search(message):
            return ""
        if severity.startswith("info"):
            return self._tracebacks.heard(message).rstrip()
        message = self._tracebacks.explained(_REFUSED.sub(r"\1: ", message)).rstrip()
        if severity == "error":
            if self.errors and _CONSEQUENCE.fullmatch(message):
                return ""
            self.errors.append(message)
        return message


def _plain(value: Any) -> Any:
    """A value as JSON: events field by field, in camel case; what is in them as it is."""
    if isinstance(value, BaseEvent):
        fields = {name: field for name, field in vars(value).items() if field is not None}
        return {_OWN_NAMES.get(name) or _camel(name): _plain(field) for name, field in fields.items()}
    if isinstance(value, Mapping):
        return {name: _plain(element) for name, element in value.items()}
    if isinstance(value, Enum):
        return value.value
    return value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
