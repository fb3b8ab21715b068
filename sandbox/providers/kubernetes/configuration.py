"""The provider's own settings: which cluster, which namespace, what may change in place."""

from __future__ import annotations

import json
from typing import Any, Final

from protocol.provider import ProviderError
from protocol.values import UNKNOWN, Props, reveal
from sandbox.problem import Problem
from sandbox.providers.kubernetes import kubeconfig
from sandbox.providers.kubernetes.control_plane import Connect
from sandbox.providers.kubernetes.diff import Difference, Mutable, changes
from sandbox.providers.kubernetes.kubeconfig import Kubeconfig, KubeconfigError
from sandbox.providers.kubernetes.resource import Session
from sandbox.schema import check_inputs

TOKEN: Final = "pulumi:providers:kubernetes"

_NOT_SETTINGS: Final = frozenset({"__internal", "pluginDownloadURL", "version"})
_UNSUPPORTED: Final = {"renderYamlToDirectory": "objects are applied to the sandbox's cluster, not written to files"}


def check(news: Props) -> list[Problem]:
    """Every mistake in the settings."""
    settings = _settings(news)
    problems = check_inputs(TOKEN, settings)
    problems += [Problem(name, reason) for name, reason in _UNSUPPORTED.items() if settings.get(name) is not None]
    try:
        _cluster(settings)
    except KubeconfigError as error:
        problems.append(Problem("kubeconfig", str(error).removeprefix("kubeconfig: ")))
    return problems


def diff(olds: Props, news: Props) -> Difference:
    """What changed; another cluster takes a replacement of the provider, and of all that it made."""
    difference = Difference()
    before, after = reveal(_settings(olds)), reveal(_settings(news))
    for path, kind in changes(before, after):
        difference.kinds[path] = kind
    old, new = _cluster(before), _cluster(after)
    if old is not None and new is not None and old.server != new.server:
        difference.kinds["kubeconfig"] = "UPDATE_REPLACE"
    return difference


def session(args: Props, connect: Connect) -> Session:
    """The session that the settings ask for.

    Raises:
        ProviderError: the kubeconfig is missing or malformed.
    """
    settings = _settings(args)
    if settings.get("kubeconfig") is None:
        raise ProviderError("the Kubernetes provider has no kubeconfig; a sandbox uses no file of its user: set it")
    found = _cluster(settings)
    namespace = reveal(settings.get("namespace"))
    return Session(
        cluster=None if found is None else connect(found),
        namespace=namespace if isinstance(namespace, str) else (found.namespace if found else "default"),
        mutable=Mutable(
            config_maps=_flag(settings, "enableConfigMapMutable"), secrets=_flag(settings, "enableSecretMutable")
        ),
    )


def _settings(props: Props) -> Props:
    return {name: value for name, value in props.items() if name not in _NOT_SETTINGS}


def _cluster(settings: Props) -> Kubeconfig | None:
    """The cluster of the settings; None while it is not known."""
    plain: dict[str, Any] = reveal(settings)
    text, context, cluster = (plain.get(name) for name in ("kubeconfig", "context", "cluster"))
    if text is None or UNKNOWN in (text, context, cluster):
        return None
    return kubeconfig.parse(text, context=context, cluster=cluster)


def _flag(settings: Props, name: str) -> bool:
    """A flag comes as a boolean, or as its JSON text."""
    value = reveal(settings.get(name))
    return value is True or (isinstance(value, str) and json.loads(value) is True)
