"""Pod specs: containers, volumes, ports, probes, resources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sandbox.problem import Problem
from sandbox.providers.kubernetes.validation import names
from sandbox.providers.kubernetes.validation.fields import at_least, entries, mapping, names_in, one_of, pairs, unique

_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_HANDLERS: Final = ("exec", "grpc", "httpGet", "tcpSocket")


def check(spec: dict[str, Any], path: str, *, claims: frozenset[str] | None = frozenset()) -> Iterator[Problem]:
    """The mistakes in a pod's spec.

    Args:
        spec: the spec.
        path: where it stands.
        claims: volumes that come from elsewhere, a StatefulSet's volumeClaimTemplates; None while they are not known.
    """
    if isinstance(spec.get("containers"), list) and not spec["containers"]:
        yield Problem(f"{path}.containers", "at least one container is required")
    volumes = list(entries(spec.get("volumes"), f"{path}.volumes"))
    for place, volume in volumes:
        yield from names.dns_label(volume.get("name"), f"{place}.name")
        if len([source for source, value in volume.items() if source != "name" and value is not None]) != 1:
            yield Problem(place, "exactly one kind of source is required, such as emptyDir or configMap")
    yield from unique((f"{place}.name", volume.get("name")) for place, volume in volumes)
    own = names_in(spec.get("volumes"))
    mountable = None if own is None or claims is None else own | claims
    containers = [
        *entries(spec.get("initContainers"), f"{path}.initContainers"),
        *entries(spec.get("containers"), f"{path}.containers"),
    ]
    for place, container in containers:
        yield from _container(container, place, mountable)
    yield from unique((f"{place}.name", container.get("name")) for place, container in containers)
    yield from names.dns_subdomain(spec.get("serviceAccountName"), f"{path}.serviceAccountName")
    yield from one_of(spec.get("restartPolicy"), ("Always", "OnFailure", "Never"), f"{path}.restartPolicy")
    yield from at_least(spec.get("terminationGracePeriodSeconds"), 0, f"{path}.terminationGracePeriodSeconds")
    yield from _tolerations(spec, path)


def _container(container: dict[str, Any], path: str, mountable: frozenset[str] | None) -> Iterator[Problem]:
    yield from names.dns_label(container.get("name"), f"{path}.name")
    if container.get("image") in (None, ""):
        yield Problem(f"{path}.image", "is required")
    yield from one_of(container.get("imagePullPolicy"), ("Always", "IfNotPresent", "Never"), f"{path}.imagePullPolicy")
    ports = list(entries(container.get("ports"), f"{path}.ports"))
    for place, port in ports:
        yield from names.port_number(port.get("containerPort"), f"{place}.containerPort")
        yield from names.port_name(port.get("name"), f"{place}.name")
        yield from one_of(port.get("protocol"), ("TCP", "UDP", "SCTP"), f"{place}.protocol")
    yield from unique((f"{place}.name", port.get("name")) for place, port in ports)
    yield from _environment(container, path)
    mounts = list(entries(container.get("volumeMounts"), f"{path}.volumeMounts"))
    for place, mount in mounts:
        name = mount.get("name")
        if mountable is not None and isinstance(name, str) and name not in mountable:
            known = ", ".join(sorted(mountable)) or "none"
            yield Problem(f"{place}.name", f"no volume is called {name!r}; volumes: {known}")
    yield from unique((f"{place}.mountPath", mount.get("mountPath")) for place, mount in mounts)
    named_ports = names_in(container.get("ports"))
    for probe in _PROBES:
        if isinstance(container.get(probe), dict):
            yield from _probe(container[probe], f"{path}.{probe}", named_ports)
    yield from _resources(mapping(container, "resources"), f"{path}.resources")


def _environment(container: dict[str, Any], path: str) -> Iterator[Problem]:
    for place, variable in entries(container.get("env"), f"{path}.env"):
        if variable.get("name") == "" or "=" in str(variable.get("name")):
            yield Problem(f"{place}.name", "must not be empty and must hold no '='")
        if variable.get("value") is not None and variable.get("valueFrom") is not None:
            yield Problem(f"{place}.valueFrom", "not allowed beside a value")
        source = mapping(variable, "valueFrom")
        if source and len([kind for kind, value in source.items() if value is not None]) != 1:
            yield Problem(f"{place}.valueFrom", "exactly one source is required")


def _probe(probe: dict[str, Any], path: str, named_ports: frozenset[str] | None) -> Iterator[Problem]:
    handlers = [handler for handler in _HANDLERS if probe.get(handler) is not None]
    if len(handlers) != 1:
        yield Problem(path, f"exactly one of {', '.join(_HANDLERS)} is required")
    for handler in handlers:
        target = mapping(probe, handler).get("port")
        yield from names.port(target, f"{path}.{handler}.port")
        if named_ports is not None and isinstance(target, str) and target not in named_ports:
            yield Problem(f"{path}.{handler}.port", f"no port of this container is called {target!r}")
    for field in ("periodSeconds", "timeoutSeconds", "failureThreshold", "successThreshold"):
        yield from at_least(probe.get(field), 1, f"{path}.{field}")


def _resources(resources: dict[str, Any], path: str) -> Iterator[Problem]:
    limits, requests = mapping(resources, "limits"), mapping(resources, "requests")
    for side in ("limits", "requests"):
        for place, name, amount in pairs(resources.get(side), f"{path}.{side}"):
            yield from names.quantity(amount, place)
            if _is_extended(name):
                number = names.parse_quantity(amount)
                if number is not None and number != int(number):
                    yield Problem(place, f"must be a whole number: {name} cannot be divided, got {amount!r}")
    for place, name, amount in pairs(requests, f"{path}.requests"):
        asked, limit = names.parse_quantity(amount), names.parse_quantity(limits.get(name))
        if _is_extended(name) and name not in limits:
            yield Problem(place, f"needs the same limit: {name} cannot be overcommitted")
        elif asked is not None and limit is not None and (asked != limit if _is_extended(name) else asked > limit):
            rule = "equal" if _is_extended(name) else "be at most"
            yield Problem(place, f"must {rule} the limit {limits[name]!r}, got {amount!r}")


def _is_extended(name: str) -> bool:
    """`nvidia.com/gpu`: a resource outside Kubernetes' own names."""
    return "/" in name and not name.split("/", maxsplit=1)[0].endswith("kubernetes.io")


def _tolerations(spec: dict[str, Any], path: str) -> Iterator[Problem]:
    effects = ("NoSchedule", "PreferNoSchedule", "NoExecute")
    for place, toleration in entries(spec.get("tolerations"), f"{path}.tolerations"):
        yield from one_of(toleration.get("operator"), ("Exists", "Equal", "Lt", "Gt"), f"{place}.operator")
        yield from one_of(toleration.get("effect"), effects, f"{place}.effect")
        if toleration.get("operator") == "Exists" and toleration.get("value"):
            yield Problem(f"{place}.value", "not allowed with Exists")
        if not toleration.get("key") and toleration.get("operator") != "Exists":
            yield Problem(f"{place}.operator", "must be Exists when no key is given")
