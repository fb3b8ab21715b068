"""A load balancer is internal if its annotations say so, an Ingress has a login if they name one."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.exposure import has_internal_balancer, has_login, is_internal
from policies.facts.kubernetes import objects_of
from policies.node import UNKNOWN
from policies.truth import Truth
from tests.policies.cases import stack

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
ALB = "alb.ingress.kubernetes.io"
NGINX = "nginx.ingress.kubernetes.io"
BALANCER = "service.beta.kubernetes.io/aws-load-balancer"


@pytest.mark.parametrize(
    ("annotations", "internal"),
    [
        ({f"{BALANCER}-scheme": "internal"}, T),
        ({f"{BALANCER}-scheme": "internet-facing"}, F),
        ({f"{BALANCER}-internal": "true"}, T),
        ({f"{ALB}/scheme": "internal"}, F),
        (None, F),
        (UNKNOWN, U),
    ],
)
def test_annotations_make_the_balancer_of_a_service_internal(annotations: Any, internal: Truth) -> None:
    properties = {"metadata": {"annotations": annotations}}
    declared = {"front": {"type": "kubernetes:core/v1:Service", "properties": properties}}
    (service,) = objects_of(stack(declared), "Service")
    assert has_internal_balancer(service) is internal


@pytest.mark.parametrize(
    ("annotations", "internal", "login"),
    [
        ({f"{ALB}/scheme": "internal"}, T, F),
        ({f"{BALANCER}-scheme": "internal"}, F, F),
        ({f"{ALB}/auth-type": "cognito"}, F, T),
        ({f"{ALB}/auth-type": "none"}, F, F),
        ({f"{NGINX}/auth-url": "https://login"}, F, T),
        (None, F, F),
        (UNKNOWN, U, U),
    ],
)
def test_annotations_of_an_ingress_tell(annotations: Any, internal: Truth, login: Truth) -> None:
    properties = {"metadata": {"annotations": annotations}}
    declared = {"front": {"type": "kubernetes:networking.k8s.io/v1:Ingress", "properties": properties}}
    (ingress,) = objects_of(stack(declared), "Ingress")
    assert is_internal(ingress) is internal
    assert has_login(ingress) is login
