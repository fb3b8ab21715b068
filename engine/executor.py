"""Carries out steps: finds the provider, tells of the progress, and stops everything on a failure.

A step runs on the thread that asks for it; a gate bounds how many providers' verbs run at once.
"""

from __future__ import annotations

import hmac
import secrets

from engine import urn as urns
from engine.apply import Applier
from engine.client import ProviderClient
from engine.errors import EngineError
from engine.gate import Gate, Stopped
from engine.journal import Journal
from engine.operation import Options
from engine.outcome import Outcome, explain
from engine.progress import Progress
from engine.providers import ProviderResources, Providers, provider_urn
from engine.resource import ResourceState
from engine.step import Step
from protocol.provider import InitializationFailed


class Executor:
    """Carries out the steps of one operation."""

    def __init__(
        self,
        providers: Providers,
        journal: Journal,
        progress: Progress,
        gate: Gate,
        options: Options | None = None,
        *,
        preview: bool,
    ) -> None:
        self.providers = providers
        self.provider_resources = ProviderResources(providers)
        self.journal = journal
        self.progress = progress
        self.gate = gate
        self.preview = preview
        self._options = options or Options()
        self.failed: set[str] = set()
        """URNs whose step failed; a preview goes on without them."""
        self._applier = Applier(self.client, journal, progress, gate, preview=preview)

    def client(self, state: ResourceState) -> ProviderClient | ProviderResources:
        """Who answers for a custom resource."""
        if urns.is_provider_type(state.type):
            return self.provider_resources
        return self.provider(state.provider, wanted_by=state.urn)

    def provider(self, ref: str, *, wanted_by: str) -> ProviderClient:
        """The provider behind a reference.

        Raises:
            Stopped: the provider resource failed, which has been reported.
            EngineError, ProviderError: see `Providers.client`.
        """
        if provider_urn(ref) in self.failed:
            raise Stopped(f"{wanted_by}: its provider failed")
        return self.providers.client(ref, wanted_by=wanted_by)

    def fail(self, error: EngineError, urn: str = "") -> Stopped:
        """Report an error; returns what the caller has to raise. A preview goes on, to find every mistake at once."""
        if urn:
            self.failed.add(urn)
        if not self.preview:
            self.gate.close()
        self.progress.error(str(error), urn)
        return Stopped(str(error))

    def seed(self, urn: str) -> bytes:
        """What a name that a provider makes up for a resource is made of."""
        if not self._options.seed:
            return secrets.token_bytes(32)
        return hmac.digest(self._options.seed, urn.encode(), "sha256")

    def run(self, step: Step) -> Outcome | None:
        """Carry out a step; None when nothing of the resource remains.

        Raises:
            Stopped: the step failed, or nothing new may start.
        """
        self.gate.check()
        self.progress.begin(step)
        try:
            self._options.permit(step)
            outcome = self._applier.apply(step)
        except Stopped:
            raise
        except Exception as error:
            self.progress.failed(step, not_ready=isinstance(error, InitializationFailed))
            raise self.fail(explain(step, error), step.urn) from error
        if outcome and urns.is_provider_type(outcome.state.type):
            self.providers.add(outcome.state)
        self.progress.done(step, outcome.state if outcome else step.new)
        return outcome
