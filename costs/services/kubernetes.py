"""Objects in a cluster that cost something beyond the nodes they run on."""

from __future__ import annotations

from costs.declared import Declared, Facts
from costs.item import Part
from costs.node_pool import quantity
from costs.range import Range
from costs.services.answer import Parts, Surroundings, answers
from costs.services.network import balancing

INTERNAL = "service.beta.kubernetes.io/aws-load-balancer-internal"
SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme"


@answers("kubernetes:core:Service")
def service(_: Declared, facts: Facts, around: Surroundings) -> Parts:
    """A load balancer, if it asks for one."""
    if facts.inside("spec").text("type", "ClusterIP") == "LoadBalancer":
        yield from _balanced(facts.inside("metadata", "annotations"), around)


@answers("kubernetes:gateway.networking.k8s.io:Gateway")
def gateway(_: Declared, __: Facts, around: Surroundings) -> Parts:
    """The load balancer of the proxies that its controller starts, unless these are told to do without."""
    proxies = around.of_type("kubernetes:gateway.envoyproxy.io:EnvoyProxy")
    if not proxies:
        yield from _balanced(Facts({}), around)
        return
    asked = Facts(proxies[0].properties).inside("spec", "provider", "kubernetes", "envoyService")
    if asked.text("type", "LoadBalancer") == "LoadBalancer":
        yield from _balanced(asked.inside("annotations"), around)


@answers("kubernetes:core:PersistentVolumeClaim")
def claim(_: Declared, facts: Facts, __: Surroundings) -> Parts:
    """A volume of the size it asks for, counted as gp3."""
    asked = facts.inside("spec", "resources", "requests")
    gib = quantity(asked, "storage") / 2**30
    yield Part(what="volume, counted as gp3", price="ebs/gp3", quantity=Range.exactly(gib))


def _balanced(annotations: Facts, around: Surroundings) -> Parts:
    internal = annotations.flag(INTERNAL) or annotations.text(SCHEME, "internal") == "internal"
    # A public one has an address in each zone: three at most where nothing tells the zones.
    yield from balancing("network", around, public=0 if internal else 3)
