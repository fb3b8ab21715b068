"""Workloads: what runs pods, and the pods' templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sandbox.problem import Problem
from sandbox.providers.kubernetes.control_plane import Object
from sandbox.providers.kubernetes.validation import metadata, names, pods
from sandbox.providers.kubernetes.validation.fields import at, at_least, mapping, names_in, one_of


def pod(body: Object) -> Iterator[Problem]:
    """A bare pod."""
    yield from pods.check(mapping(body, "spec"), "spec")


def deployment(body: Object) -> Iterator[Problem]:
    """A Deployment."""
    spec = mapping(body, "spec")
    yield from _selected(spec)
    yield from _template(spec, "spec")
    yield from at_least(spec.get("replicas"), 0, "spec.replicas")
    strategy = mapping(spec, "strategy")
    yield from one_of(strategy.get("type"), ("RollingUpdate", "Recreate"), "spec.strategy.type")
    rolling = mapping(strategy, "rollingUpdate")
    if strategy.get("type") == "Recreate" and rolling:
        yield Problem("spec.strategy.rollingUpdate", "not allowed with Recreate")
    if rolling.get("maxSurge") in (0, "0%") and rolling.get("maxUnavailable") in (0, "0%"):
        yield Problem("spec.strategy.rollingUpdate.maxUnavailable", "must not be 0 when maxSurge is 0")


def daemon_set(body: Object) -> Iterator[Problem]:
    """A DaemonSet."""
    spec = mapping(body, "spec")
    yield from _selected(spec)
    yield from _template(spec, "spec")


def stateful_set(body: Object) -> Iterator[Problem]:
    """A StatefulSet."""
    spec = mapping(body, "spec")
    yield from _selected(spec)
    templates = spec.get("volumeClaimTemplates")
    claims = names_in(
        [at(template, "metadata") for template in templates] if isinstance(templates, list) else templates
    )
    yield from _template(spec, "spec", claims=claims)
    yield from at_least(spec.get("replicas"), 0, "spec.replicas")


def job(body: Object) -> Iterator[Problem]:
    """A Job."""
    yield from _job_spec(at(body, "spec"), "spec")


def cron_job(body: Object) -> Iterator[Problem]:
    """A CronJob."""
    spec = mapping(body, "spec")
    schedule = spec.get("schedule")
    if isinstance(schedule, str) and not re.fullmatch(r"@\w+( \S+)?|\S+( \S+){4}", schedule.strip()):
        yield Problem("spec.schedule", f"must be five cron fields or @hourly, @daily, …, got {schedule!r}")
    yield from one_of(spec.get("concurrencyPolicy"), ("Allow", "Forbid", "Replace"), "spec.concurrencyPolicy")
    yield from _job_spec(at(body, "spec", "jobTemplate", "spec"), "spec.jobTemplate.spec")


def _job_spec(spec: Any, path: str) -> Iterator[Problem]:
    if not isinstance(spec, dict):
        return
    yield from _template(spec, path, restart=("OnFailure", "Never"))
    if at(spec, "template", "spec", "restartPolicy") is None:
        yield Problem(f"{path}.template.spec.restartPolicy", "is required: OnFailure or Never")
    for field in ("backoffLimit", "parallelism", "completions", "ttlSecondsAfterFinished"):
        yield from at_least(spec.get(field), 0, f"{path}.{field}")


def _selected(spec: dict[str, Any]) -> Iterator[Problem]:
    """A selector that selects something, and the template's own pods among it."""
    selector = spec.get("selector")
    yield from metadata.selector(selector, "spec.selector")
    if isinstance(selector, dict) and not selector:
        yield Problem("spec.selector", "must not be empty")
    if not metadata.selects(selector, at(spec, "template", "metadata", "labels")):
        yield Problem("spec.template.metadata.labels", "must hold every label of spec.selector.matchLabels")


def _template(
    spec: dict[str, Any],
    path: str,
    *,
    claims: frozenset[str] | None = frozenset(),
    restart: tuple[str, ...] = ("Always",),
) -> Iterator[Problem]:
    template, where = mapping(spec, "template"), f"{path}.template"
    yield from metadata.labels(mapping(template, "metadata").get("labels"), f"{where}.metadata.labels")
    for key in mapping(template, "metadata", "annotations"):
        yield from names.qualified_key(key.lower(), f"{where}.metadata.annotations")
    pod_spec = mapping(template, "spec")
    yield from pods.check(pod_spec, f"{where}.spec", claims=claims)
    policy = pod_spec.get("restartPolicy")
    if policy in ("Always", "OnFailure", "Never"):
        yield from one_of(policy, restart, f"{where}.spec.restartPolicy")
