"""The resource `kubernetes:helm.sh/v3:Release`: an installed chart."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Final

from protocol.values import Props, Secret, contains_secret, reveal
from sandbox.problem import Problem
from sandbox.providers.kubernetes import naming
from sandbox.providers.kubernetes.control_plane import AlreadyExists, ApiError, NotFound
from sandbox.providers.kubernetes.diff import Difference, changes
from sandbox.providers.kubernetes.helm import charts, definitions, records, stuck
from sandbox.providers.kubernetes.kinds import BUILT_IN
from sandbox.providers.kubernetes.resource import Created, Live, Session
from sandbox.providers.kubernetes.validation import names
from sandbox.redaction import hidden
from sandbox.schema import check_inputs

TOKEN: Final = "kubernetes:helm.sh/v3:Release"

_NAMESPACE: Final = BUILT_IN["v1", "Namespace"]


class Release:
    """A Helm release; implements `resource.Resource`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, news: Props, olds: Props, logical: str, seed: bytes) -> tuple[Props, list[Problem]]:
        inputs = copy.deepcopy(news)
        if inputs.get("name") is None:
            inputs["name"] = olds.get("name") or f"{logical}-{naming.suffix(seed, logical)}"
        if inputs.get("namespace") is None:
            inputs["namespace"] = self._session.namespace
        return inputs, check_inputs(TOKEN, news) or list(_mistakes(hidden(inputs)))

    def diff(self, old_inputs: Props, news: Props) -> Difference:
        difference = Difference()
        for path, kind in changes(reveal(old_inputs), reveal(news)):
            difference.kinds[path] = f"{kind}_REPLACE" if path in ("name", "namespace") else kind
        return difference

    def preview(self, news: Props, olds: Props) -> Props:  # noqa: ARG002
        return dict(news)

    def create(self, inputs: Props, attempt: str) -> Created:
        plain = reveal(inputs)
        name, namespace = plain["name"], plain["namespace"]
        self._prepare_namespace(namespace, create=bool(plain.get("createNamespace")))
        self._refuse_while_stuck(namespace, name)
        known = records.read(self._session.plane, namespace, name)
        if known is not None and attempt and known.attempt == attempt:
            return Created(f"{namespace}/{name}", {**inputs, **self._described(known)})
        if known is not None:
            raise AlreadyExists(f"release {namespace}/{name}: the name is in use by another release")
        return Created(f"{namespace}/{name}", self._install(inputs, revision=1, attempt=attempt))

    def read(self, id: str, old_inputs: Props, olds: Props) -> Live | None:  # noqa: A002
        record = self._record(id)
        if record is None:
            return None
        known = reveal(old_inputs)
        # Nobody can tell which of the values that came from outside are secret: if any was, all are.
        values = Secret(record.values) if contains_secret(old_inputs.get("values")) else record.values
        real = {"chart": record.chart, "version": record.version, "values": values}
        drifted = {field: value for field, value in real.items() if (known.get(field) or {}) != reveal(value)}
        inputs = {**old_inputs, **drifted, "name": record.name, "namespace": record.namespace}
        return Live(inputs, {**olds, **inputs, **self._described(record)})

    def update(self, id: str, old_inputs: Props, olds: Props, news: Props) -> Props:  # noqa: A002, ARG002
        record = self._record(id)
        if record is None:
            raise NotFound(f"release {id} not found: it was uninstalled from outside; a refresh takes note of it")
        self._refuse_while_stuck(record.namespace, record.name)
        return self._install(news, revision=record.revision + 1, attempt=record.attempt)

    def delete(self, id: str, olds: Props) -> None:  # noqa: A002, ARG002
        namespace, _, name = id.rpartition("/")
        definitions.take_back(self._session.plane, namespace, name)
        records.forget(self._session.plane, namespace, name)

    def _record(self, id: str) -> records.Record | None:  # noqa: A002
        namespace, _, name = id.rpartition("/")
        return records.read(self._session.plane, namespace, name)

    def _refuse_while_stuck(self, namespace: str, name: str) -> None:
        """Helm does not touch a release that somebody else is at, nor one whose installer was killed."""
        for one in stuck.find(self._session.plane):
            if (one.namespace, one.name) == (namespace, name):
                raise ApiError(
                    f"release {namespace}/{name}: another operation (install/upgrade/rollback) is in progress: "
                    f"revision {one.revision} is {one.status}; `strata recover` clears it once nobody is at it"
                )

    def _prepare_namespace(self, namespace: str, *, create: bool) -> None:
        if self._session.plane.get(_NAMESPACE, None, namespace) is not None:
            return
        if not create:
            raise NotFound(f'namespaces "{namespace}" not found; declare it, or let Helm make it with createNamespace')
        self._session.plane.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}})

    def _install(self, inputs: Props, *, revision: int, attempt: str) -> Props:
        """Bring the kinds, then write the record: a release that failed half-way has none."""
        plain = reveal(inputs)
        cluster, name, namespace = self._session.plane, plain["name"], plain["namespace"]
        chart = charts.find(plain["chart"])
        if chart is None:
            raise ApiError(_unknown(plain["chart"]))
        for api_version, kind in chart.needs:
            if cluster.find_kind(api_version, kind) is None:
                hint = charts.bringing(api_version, kind)
                raise ApiError(f'chart {chart.name}: no matches for kind "{kind}" in version "{api_version}"{hint}')
        wanted = chart.brought(plain.get("values"), skip_crds=bool(plain.get("skipCrds")))
        definitions.bring(cluster, wanted, namespace, name)
        values = plain.get("values") or {}
        record = records.Record(namespace, name, revision, plain["chart"], plain["version"], values, attempt)
        records.write(cluster, record)
        return {**inputs, **self._described(record)}

    def _described(self, record: records.Record) -> Props:
        """What Helm tells of a release."""
        brought = definitions.brought(self._session.plane, record.namespace, record.name)
        kind = definitions.CUSTOM_RESOURCE_DEFINITION
        listed = {f"{kind.name}.{kind.group}/{kind.api_version}": [body["metadata"]["name"] for body in brought]}
        return {
            "resourceNames": listed if brought else {},
            "status": {
                "chart": charts.name_of(record.chart),
                "name": record.name,
                "namespace": record.namespace,
                "revision": record.revision,
                "status": "deployed",
                "version": record.version,
            },
        }


def _mistakes(inputs: Props) -> Iterator[Problem]:
    """What Helm, and a pinned installation, do not allow."""
    name, address, version = inputs.get("name"), inputs.get("chart"), inputs.get("version")
    yield from names.dns_subdomain(name, "name")
    if isinstance(name, str) and len(name) > 53:
        yield Problem("name", f"must be at most 53 characters, got {len(name)}")
    yield from names.dns_label(inputs.get("namespace"), "namespace")
    if not isinstance(address, str):
        return
    chart = charts.find(address)
    if chart is None:
        yield Problem("chart", _unknown(address))
    elif version is None:
        yield Problem("version", f"is required: a chart is pinned; the sandbox knows {chart.name} {chart.version}")
    elif isinstance(version, str) and chart.definitions and _minor(version) != _minor(chart.version):
        yield Problem(
            "version",
            f"{chart.name} {version}: the sandbox knows the kinds of {chart.version}; "
            f"bring its entry in {charts.TABLE} up to date",
        )
    if not address.startswith("oci://") and not (inputs.get("repositoryOpts") or {}).get("repo"):
        yield Problem("repositoryOpts.repo", "is required for a chart that is not at an oci:// address")


def _unknown(address: str) -> str:
    known = ", ".join(charts.CHARTS)
    return (
        f"the sandbox does not know the chart {charts.name_of(address)!r}; add it to {charts.TABLE}; it knows {known}"
    )


def _minor(version: str) -> str:
    """`0.19` of `v0.19.4`."""
    return ".".join(re.sub("^v", "", version).split(".")[:2])
