"""Provider resources, and the configured providers behind them.

A provider is itself a resource (`pulumi:providers:aws`): its inputs are the provider's configuration. A resource names
its provider by reference, `<URN of the provider resource>::<its id>`.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from engine import urn as urns
from engine.client import CheckFailure, ProviderClient
from engine.diff import Diff, from_response
from engine.errors import EngineError, UnsupportedError
from engine.resource import ResourceState
from protocol.provider import Log, Provider, ProviderFactory, Telling
from protocol.values import UNKNOWN_WIRE, Props, decode, encode, reveal

INTERNAL: Final = "__internal"
"""The official engine keeps what is not configuration under this input."""

_LOOK_INTERVAL_S: Final = 0.1
"""How soon an interrupt is noticed, and the end of what it could interrupt."""

_NOT_VARIABLES: Final = frozenset({INTERNAL, "version", "pluginDownloadURL"})


def reference(state: ResourceState) -> str:
    """How resources name this provider; in a preview the id of a new provider is not known yet."""
    return f"{state.urn}::{state.id or UNKNOWN_WIRE}"


def provider_urn(ref: str) -> str:
    """The URN of the provider resource in a reference."""
    return ref.rpartition("::")[0]


def package_of(token: str) -> str:
    """The package whose provider serves a type or function token, such as `aws` for `aws:sqs/queue:Queue`."""
    return token.partition(":")[0]


class Providers:
    """Every provider of an operation, configured when it is first needed."""

    def __init__(
        self, factories: Mapping[str, ProviderFactory], recorded: Iterable[ResourceState], log: Log | None = None
    ) -> None:
        """Take the providers by package name, and the resources recorded so far, to find old providers among them.

        What providers tell while they work goes to `log`.
        """
        self._factories = dict(factories)
        self._log = log
        self._states = {reference(state): state for state in recorded if urns.is_provider_type(state.type)}
        self._clients: dict[str, ProviderClient] = {}
        self._fresh: dict[str, Provider] = {}
        self._lock = threading.RLock()

    def add(self, state: ResourceState) -> None:
        """Make a provider resource known, as it is now configured."""
        with self._lock:
            ref = reference(state)
            known = self._states.get(ref)
            if known is None or known.inputs != state.inputs:
                self._clients.pop(ref, None)
            self._states[ref] = state

    def state(self, ref: str) -> ResourceState | None:
        """The provider resource behind a reference."""
        return self._states.get(ref)

    def client(self, ref: str, *, wanted_by: str) -> ProviderClient:
        """The configured provider behind a reference.

        Raises:
            EngineError: there is no such provider.
            UnsupportedError: the package has no provider here.
            ProviderError: the provider refuses its configuration.
        """
        with self._lock:
            client = self._clients.get(ref)
            if client is None:
                state = self._states.get(ref)
                if state is None:
                    raise EngineError(f"{wanted_by}: there is no provider {ref}")
                client = self._clients[ref] = self._configure(state)
            return client

    def unconfigured(self, urn: str) -> Provider:
        """A provider to check a configuration with; it is the one that will be configured."""
        with self._lock:
            if urn not in self._fresh:
                self._fresh[urn] = self._make(urn)
            return self._fresh[urn]

    @contextmanager
    def heeding(self, cancel: threading.Event) -> Iterator[None]:
        """Meanwhile, pass an interrupt on to every provider."""
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(_LOOK_INTERVAL_S):
                if cancel.is_set():
                    self.cancel()
                    return

        watching = threading.Thread(target=watch, name="interrupts", daemon=True)
        watching.start()
        try:
            yield
        finally:
            ended.set()
            watching.join()

    def cancel(self) -> None:
        """Tell every provider to hurry: the operation was interrupted."""
        for client in list(self._clients.values()):
            with suppress(Exception):  # whatever becomes of one, the others are told, too
                client.provider.Cancel(None)

    def _make(self, urn: str) -> Provider:
        package = urns.parse(urn).type.removeprefix(urns.PROVIDER_TYPE_PREFIX)
        factory = self._factories.get(package)
        if factory is None:
            known = ", ".join(sorted(self._factories)) or "none"
            raise UnsupportedError(
                f"{urn}: the embedded engine has no provider for package {package!r}; it has {known}"
            )
        provider = factory()
        if self._log is not None and isinstance(provider, Telling):
            provider.log = self._log
        return provider

    def _configure(self, state: ResourceState) -> ProviderClient:
        provider = self._fresh.pop(state.urn, None) or self._make(state.urn)
        package = state.type.removeprefix(urns.PROVIDER_TYPE_PREFIX)
        config = {name: value for name, value in state.inputs.items() if name != INTERNAL}
        variables = {
            f"{package}:config:{name}": value
            for name, value in reveal(config).items()
            if name not in _NOT_VARIABLES and isinstance(value, str)
        }
        parsed = urns.parse(state.urn)
        response = provider.Configure(
            provider_pb2.ConfigureRequest(
                variables=variables,
                args=encode(config),
                acceptSecrets=True,
                acceptResources=True,
                sends_old_inputs=True,
                sends_old_inputs_to_delete=True,
                id=state.id,
                urn=state.urn,
                name=parsed.name,
                type=parsed.type,
            )
        )
        return ProviderClient(provider, response.supportsPreview)


class ProviderResources:
    """Stands in for a provider when the resource is a provider: its verbs are CheckConfig, DiffConfig, Configure."""

    def __init__(self, providers: Providers) -> None:
        self._providers = providers

    def check(self, urn: str, olds: Props | None, news: Struct, seed: bytes) -> tuple[Struct, Sequence[CheckFailure]]:
        """See `ProviderClient.check`."""
        del seed
        parsed = urns.parse(urn)
        wanted = _configuration(decode(news))
        response = self._providers.unconfigured(urn).CheckConfig(
            provider_pb2.CheckRequest(
                urn=urn,
                olds=encode(_configuration(olds or {})),
                news=encode(wanted),
                name=parsed.name,
                type=parsed.type,
            )
        )
        checked: Props = {INTERNAL: {}} | decode(response.inputs)
        return encode(checked), [CheckFailure(failure.property, failure.reason) for failure in response.failures]

    def diff(self, old: ResourceState, wire: Struct, news: Props, ignore_changes: Sequence[str] = ()) -> Diff:
        """See `ProviderClient.diff`."""
        del wire
        return self.config_diff(old.urn, old, news, ignore_changes)

    def config_diff(self, urn: str, old: ResourceState, news: Props, ignore_changes: Sequence[str] = ()) -> Diff:
        """What differs between an old provider's configuration and a new one; the URN is the new provider's."""
        parsed = urns.parse(urn)
        old_config, new_config = _configuration(old.inputs), _configuration(news)
        response = self._providers.unconfigured(urn).DiffConfig(
            provider_pb2.DiffRequest(
                urn=urn,
                olds=encode(old.outputs),
                news=encode(new_config),
                old_inputs=encode(old_config),
                ignoreChanges=ignore_changes,
                name=parsed.name,
                type=parsed.type,
            )
        )
        return from_response(response, old_config, new_config)

    def create(self, new: ResourceState, wire: Struct, *, preview: bool, attempt: str = "") -> tuple[str, Struct]:
        """A new provider gets an id at random, as in the official engine."""
        del new, attempt
        return ("" if preview else str(uuid.uuid4())), encode(_configuration(decode(wire)))

    def update(self, old: ResourceState, new: ResourceState, wire: Struct, *, preview: bool) -> Struct:
        """A provider whose configuration changes without replacement keeps its id."""
        del old, new, preview
        return encode(_configuration(decode(wire)))

    def delete(self, old: ResourceState) -> None:
        """Nothing has to be done: only the record goes."""


def _configuration(inputs: Props) -> Props:
    return {name: value for name, value in inputs.items() if name != INTERNAL}


def default_inputs(package: str, config: Mapping[str, Any], version: str, plugin_download_url: str) -> Props:
    """The inputs of a package's default provider: the stack's configuration under the package's name."""
    prefix = f"{package}:"
    inputs: Props = {key.removeprefix(prefix): value for key, value in config.items() if key.startswith(prefix)}
    if version:
        inputs["version"] = version
    if plugin_download_url:
        inputs["pluginDownloadURL"] = plugin_download_url
    return inputs


def default_name(version: str, plugin_download_url: str) -> str:
    """The name of a default provider, as the official engine makes it: `default_7_51_1`."""
    text = "_".join(part for part in ("default", version, plugin_download_url) if part)
    return "".join(letter if letter.isalnum() else "_" for letter in text)
