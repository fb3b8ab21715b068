"""A provider that keeps its resources in memory, says what it was asked, and fails where a test wants it to."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pulumi.runtime.proto import provider_pb2

from protocol.provider import ProviderError
from protocol.values import Props, contains_unknown, decode, encode, reveal

REPLACE = "replaceMe"
"""An input whose change calls for replacement."""

REPLACE_BY_DELETING_FIRST = "onlyOne"
"""An input whose change calls for replacement, the old resource first."""


@dataclass
class Cloud:
    """What the provider manages: resources by id. Shared by every provider made of it.

    Attributes:
        calls: the verbs asked for, in order, each with the resource's logical name.
        failures: called before every verb with verb and logical name; raises to make it fail.
    """

    resources: dict[str, Props] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    failures: Callable[[str, str], None] = lambda _verb, _name: None
    configurations: list[Props] = field(default_factory=list)
    diff_unknown: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)
    made: int = 0

    def names(self) -> set[str]:
        """The logical names of what there is."""
        return {physical_id.rpartition("-")[0] for physical_id in self.resources}

    def by_name(self) -> dict[str, Props]:
        """What there is by logical name; only of use while no two resources have the same."""
        return {physical_id.rpartition("-")[0]: properties for physical_id, properties in self.resources.items()}

    def called(self, *verbs: str) -> list[tuple[str, str]]:
        """The calls of these verbs."""
        return [call for call in self.calls if call[0] in verbs]

    def __call__(self) -> MemoryProvider:
        return MemoryProvider(self)


class MemoryProvider:
    """Implements the provider protocol over a `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud

    def CheckConfig(self, request: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any) -> Any:
        old, new = reveal(decode(request.old_inputs)), reveal(decode(request.news))
        replaces = ["region"] if old.get("region") != new.get("region") else []
        changes = provider_pb2.DiffResponse.DIFF_SOME if old != new else provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(changes=changes, replaces=replaces)

    def Configure(self, request: Any) -> Any:
        with self.cloud.lock:
            self.cloud.configurations.append(decode(request.args))
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Check(self, request: Any) -> Any:
        self._called("check", request.name)
        inputs = decode(request.news)
        failures = [
            provider_pb2.CheckFailure(property=name, reason="is unknown") for name in inputs if name.startswith("bad")
        ]
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures)

    def Diff(self, request: Any) -> Any:
        self._called("diff", request.name)
        if self.cloud.diff_unknown:
            return provider_pb2.DiffResponse()
        old, new = reveal(decode(request.old_inputs)), reveal(decode(request.news))
        changed = sorted(name for name in {*old, *new} if name not in old or name not in new or old[name] != new[name])
        return provider_pb2.DiffResponse(
            changes=provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE,
            replaces=[name for name in changed if name in (REPLACE, REPLACE_BY_DELETING_FIRST)],
            diffs=changed,
            deleteBeforeReplace=REPLACE_BY_DELETING_FIRST in changed,
        )

    def Create(self, request: Any) -> Any:
        if request.preview:
            return provider_pb2.CreateResponse(properties=request.properties)
        self._called("create", request.name)
        inputs = decode(request.properties)
        assert not contains_unknown(inputs)
        with self.cloud.lock:
            self.cloud.made += 1
            physical_id = f"{request.name}-{self.cloud.made}"
            self.cloud.resources[physical_id] = reveal(inputs)
        return provider_pb2.CreateResponse(id=physical_id, properties=encode({**inputs, "number": self.cloud.made}))

    def Read(self, request: Any) -> Any:
        self._called("read", request.name)
        with self.cloud.lock:
            found = copy.deepcopy(self.cloud.resources.get(request.id))
        if found is None:
            return provider_pb2.ReadResponse()
        outputs = decode(request.properties)
        number = {"number": outputs["number"]} if "number" in outputs else {}
        return provider_pb2.ReadResponse(id=request.id, inputs=encode(found), properties=encode({**found, **number}))

    def Update(self, request: Any) -> Any:
        outputs = {**decode(request.news), **{k: v for k, v in decode(request.olds).items() if k == "number"}}
        if not request.preview:
            self._called("update", request.name)
            with self.cloud.lock:
                if request.id not in self.cloud.resources:
                    raise ProviderError(f"{request.id} is gone")
                self.cloud.resources[request.id] = reveal(decode(request.news))
        return provider_pb2.UpdateResponse(properties=encode(outputs))

    def Delete(self, request: Any) -> Any:
        self._called("delete", request.name)
        with self.cloud.lock:
            self.cloud.resources.pop(request.id, None)

    def Invoke(self, request: Any) -> Any:
        self._called("invoke", request.tok)
        args = decode(request.args)
        return provider_pb2.InvokeResponse(**{"return": encode({"echo": args, "preview": request.preview})})

    def Cancel(self, request: Any) -> Any:
        self._called("cancel", "")

    def _called(self, verb: str, name: str) -> None:
        with self.cloud.lock:
            self.cloud.calls.append((verb, name))
        self.cloud.failures(verb, name)


def failing(*which: tuple[str, str], error: Exception | None = None) -> Callable[[str, str], None]:
    """A cloud's `failures`: these verbs fail for the resources of these logical names."""

    def failures(verb: str, name: str) -> None:
        if (verb, name) in which:
            raise error or ProviderError(f"no {verb} today")

    return failures
