"""Load balancers of the second generation: application, network and gateway."""

from __future__ import annotations

from policies.resource import Resource
from policies.truth import Truth


def is_application(balancer: Resource) -> Truth:
    """Whether it understands HTTP."""
    return balancer["loadBalancerType"].equals(None, "application")


def is_encrypted_listener(listener: Resource) -> Truth:
    """Whether a listener ends TLS."""
    return listener["protocol"].equals("HTTPS", "TLS")
