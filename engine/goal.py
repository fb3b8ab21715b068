"""What the program wants of one resource: a registration, decoded once."""

from __future__ import annotations

import math
import posixpath
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote, urlparse

from google.protobuf.struct_pb2 import Struct

from engine.errors import ProgramError, UnsupportedError
from engine.resource import ResourceState
from engine.validation import properties, refuse_malformed
from protocol.values import Props

_UNSUPPORTED: Final = {
    "remote": "remote components",
    "transforms": "resource transforms",
    "state_migrations": "state migrations",
    "packageRef": "parameterized packages",
    "snippetId": "snippets",
    "envVarMappings": "provider environment variables (env_var_mappings)",
    "pluginChecksums": "plugin checksums",
}

_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)(h|ms|us|µs|ns|m|s)")
_SECONDS: Final = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}


@dataclass(slots=True, kw_only=True)
class Goal:
    """One registration.

    Attributes:
        wire: the inputs as they came, to be handed on without encoding them again.
        delete_before_replace: the program's wish; None leaves it to the provider.
        provider: reference to an explicit provider, or nothing for the default one.
        aliases: the messages as they came; a URN or a specification each.
    """

    type: str
    name: str
    custom: bool
    parent: str = ""
    inputs: Props = field(default_factory=dict)
    wire: Struct = field(default_factory=Struct, repr=False)
    provider: str = ""
    version: str = ""
    plugin_download_url: str = ""
    dependencies: list[str] = field(default_factory=list)
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    protect: bool = False
    ignore_changes: list[str] = field(default_factory=list)
    delete_before_replace: bool | None = None
    additional_secret_outputs: list[str] = field(default_factory=list)
    aliases: list[Any] = field(default_factory=list)
    import_id: str = ""
    custom_timeouts: dict[str, float] = field(default_factory=dict)
    replace_on_changes: list[str] = field(default_factory=list)
    retain_on_delete: bool = False
    deleted_with: str = ""
    replace_with: list[str] = field(default_factory=list)
    replacement_trigger: Any = None
    hide_diff: list[str] = field(default_factory=list)
    source_position: str = ""

    def state(self, urn: str, old: ResourceState | None) -> ResourceState:
        """The resource as wanted, before any provider has been asked."""
        return ResourceState(
            urn=urn,
            custom=self.custom,
            type=self.type,
            inputs=self.inputs,
            parent=self.parent,
            protect=self.protect,
            dependencies=self.dependencies,
            provider=self.provider,
            property_dependencies=self.property_dependencies,
            additional_secret_outputs=self.additional_secret_outputs,
            custom_timeouts=self.custom_timeouts,
            import_id=self.import_id,
            retain_on_delete=self.retain_on_delete,
            deleted_with=self.deleted_with,
            replace_with=self.replace_with,
            created=old.created if old else "",
            modified=old.modified if old else "",
            source_position=self.source_position,
            ignore_changes=self.ignore_changes,
            hide_diff=list(self.hide_diff),
            replace_on_changes=self.replace_on_changes,
            replacement_trigger=self.replacement_trigger,
        )


def from_registration(request: Any, root: str) -> Goal:
    """Decode a RegisterResourceRequest.

    Args:
        request: the message.
        root: the project's folder, which source positions are relative to.

    Raises:
        UnsupportedError: it asks for something that this engine does not do; the message names it.
        ProgramError: its type, its name, a timeout or an input cannot be.
    """
    _refuse_unsupported(request)
    refuse_malformed(request.type, request.name, custom=request.custom)
    return Goal(
        type=request.type,
        name=request.name,
        custom=request.custom,
        parent=request.parent,
        inputs=properties(request.object, f"{request.type} {request.name!r}"),
        wire=request.object,
        provider=request.provider if request.custom else "",
        version=request.version,
        plugin_download_url=request.pluginDownloadURL,
        dependencies=sorted(request.dependencies),
        property_dependencies={name: sorted(urns.urns) for name, urns in sorted(request.propertyDependencies.items())},
        protect=request.protect,
        ignore_changes=list(request.ignoreChanges),
        delete_before_replace=request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None,
        additional_secret_outputs=sorted(request.additionalSecretOutputs),
        aliases=[*request.aliases],
        import_id=request.importId,
        custom_timeouts=_timeouts(request),
        replace_on_changes=list(request.replaceOnChanges),
        retain_on_delete=request.retainOnDelete,
        deleted_with=request.deletedWith,
        replace_with=sorted(request.replace_with),
        replacement_trigger=_trigger(request),
        hide_diff=list(request.hideDiffs),
        source_position=source_position(request, root),
    )


def source_position(request: Any, root: str) -> str:
    """Where in the program the resource is declared, `project:///<path from the project's folder>#<line>`."""
    position = request.sourcePosition
    return _position(position.uri, position.line, root) if position.uri else ""


@lru_cache(maxsize=4096)
def _position(uri: str, line: int, root: str) -> str:
    try:
        path = posixpath.relpath(unquote(urlparse(uri).path), root)
    except ValueError:  # no address at all: where a resource is declared is worth knowing, not worth failing
        return ""
    return f"project:///{path}#{line}"


def _refuse_unsupported(request: Any) -> None:
    asked = [feature for name, feature in _UNSUPPORTED.items() if getattr(request, name)]
    if request.hooks.ListFields():
        asked.append("resource hooks")
    if asked:
        raise UnsupportedError(
            f"{request.type} {request.name!r}: {', '.join(asked)} are not supported by the embedded engine; "
            "use the official Pulumi CLI"
        )


def _trigger(request: Any) -> Any:
    if not request.HasField("replacement_trigger"):
        return None
    wrapper = Struct()
    wrapper.fields["trigger"].CopyFrom(request.replacement_trigger)
    return properties(wrapper, f"{request.type} {request.name!r}: replacementTrigger")["trigger"]


def _timeouts(request: Any) -> dict[str, float]:
    if not request.HasField("customTimeouts"):
        return {}
    texts = {verb: getattr(request.customTimeouts, verb) for verb in ("create", "update", "delete", "read")}
    return {verb: seconds(text) for verb, text in texts.items() if text}


def seconds(text: str) -> float:
    """The seconds in a duration such as `10m` or `1h30m`.

    Raises:
        ProgramError: the text is not a duration.
    """
    parts = _DURATION.findall(text)
    if not parts or "".join(f"{number}{unit}" for number, unit in parts) != text:
        raise ProgramError(f"{text!r} is not a duration; one looks like 90s, 10m or 1h30m")
    duration = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    if not math.isfinite(duration):
        raise ProgramError("a timeout is longer than any number; one looks like 90s, 10m or 1h30m")
    return duration
