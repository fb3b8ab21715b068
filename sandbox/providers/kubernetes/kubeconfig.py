"""Which cluster a provider talks to: the one its kubeconfig's current context points at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from protocol.provider import ProviderError

_EXPECTED = "expected the text of a kubeconfig (YAML or JSON) with clusters, contexts and current-context"


@dataclass(frozen=True, slots=True)
class Kubeconfig:
    """What of a kubeconfig matters here; credentials are left where they are.

    Attributes:
        server: the API server's URL.
        namespace: the context's namespace; `default` when it names none.
    """

    server: str
    namespace: str


class KubeconfigError(ProviderError):
    """The kubeconfig cannot be used; the message tells no part of it, for it holds credentials."""


def parse(text: object, *, context: str | None = None, cluster: str | None = None) -> Kubeconfig:
    """Read a kubeconfig.

    Args:
        text: YAML or JSON.
        context: the context to use instead of the current one.
        cluster: the cluster to use instead of the context's.

    Raises:
        KubeconfigError: it is malformed, or does not lead to a server.
    """
    try:
        document = yaml.safe_load(text) if isinstance(text, str) else text
    except yaml.YAMLError:
        document = None
    if not isinstance(document, dict):
        raise KubeconfigError(f"kubeconfig: {_EXPECTED}; a path is not read: a sandbox uses no file of its user")
    name = context or document.get("current-context")
    chosen = _named(document, "contexts", name).get("context") or {}
    server = (_named(document, "clusters", cluster or chosen.get("cluster")).get("cluster") or {}).get("server")
    if not isinstance(server, str) or not server:
        raise KubeconfigError(f"kubeconfig: no server for context {name!r}; {_EXPECTED}")
    return Kubeconfig(server=server.rstrip("/"), namespace=chosen.get("namespace") or "default")


def _named(document: dict[str, Any], section: str, name: object) -> dict[str, Any]:
    """The entry of that name; the only entry when no name is given."""
    entries = [entry for entry in document.get(section) or [] if isinstance(entry, dict)]
    for entry in entries:
        if entry.get("name") == name or (name is None and len(entries) == 1):
            return entry
    return {}
