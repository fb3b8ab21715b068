"""What a load balancer is for, and what a listener speaks."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.load_balancers import is_application, is_encrypted_listener
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def resource(**properties: Any) -> Resource:
    return Resource(urn="urn::r", type="t", name="r", properties=properties)


@pytest.mark.parametrize(
    ("kind", "application"), [(None, T), ("application", T), ("network", F), ("gateway", F), (UNKNOWN, U)]
)
def test_balancers_are_for_applications_by_default(kind: Any, application: Truth) -> None:
    assert is_application(resource(loadBalancerType=kind)) is application


@pytest.mark.parametrize(("protocol", "encrypted"), [("HTTPS", T), ("TLS", T), ("HTTP", F), (None, F), (UNKNOWN, U)])
def test_https_and_tls_are_encrypted(protocol: Any, encrypted: Truth) -> None:
    assert is_encrypted_listener(resource(protocol=protocol)) is encrypted
