"""A rule of a role gives a power only if it names its group, its resource and its verb, or all of them."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.kubernetes import objects_of
from policies.facts.rbac import Power, is_bound
from policies.node import UNKNOWN, Node
from policies.truth import Truth
from tests.policies.cases import Declared, stack

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
EXEC = Power("", ("pods/exec",), ("create", "get"))


def given(groups: Any, resources: Any, verbs: Any) -> Node:
    return Node({"apiGroups": groups, "resources": resources, "verbs": verbs})


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [
        (given([""], ["pods", "pods/exec"], ["create"]), T),
        (given([""], ["pods/exec"], ["list", "get"]), T),
        (given(["*"], ["*"], ["*"]), T),
        (given([""], ["*/exec"], ["create"]), T),
        (given([""], ["pods"], ["create"]), F),
        (given([""], ["pods/*"], ["create"]), F),
        (given(["apps"], ["pods/exec"], ["create"]), F),
        (given([""], ["pods/exec"], ["list"]), F),
        (given([""], None, ["create"]), F),
        (given([""], [UNKNOWN], ["create"]), U),
        (given([""], UNKNOWN, ["list"]), F),
        (Node(UNKNOWN), U),
    ],
)
def test_what_a_rule_gives(rule: Node, outcome: Truth) -> None:
    assert EXEC.is_given_by(rule) is outcome


WEB = {"kind": "ServiceAccount", "name": "web", "namespace": "team"}


@pytest.mark.parametrize(
    ("subjects", "account", "outcome"),
    [
        ([WEB], "web", T),
        ([{"kind": "ServiceAccount", "name": "web"}], "web", T),
        ([WEB], "db", F),
        ([WEB], None, F),
        ([WEB], UNKNOWN, U),
        ([], UNKNOWN, F),
        ([{**WEB, "namespace": "other"}], "web", F),
        ([{**WEB, "kind": "User"}], "web", F),
        ([{**WEB, "name": UNKNOWN}], "web", U),
        ([{**WEB, "namespace": UNKNOWN}], "web", U),
        (UNKNOWN, "web", U),
    ],
)
def test_to_whom_a_role_is_bound(subjects: Any, account: Any, outcome: Truth) -> None:
    declared: Declared = {
        "web": {"type": "kubernetes:core/v1:Pod", "properties": {"metadata": {"namespace": "team"}}},
        "binding": {
            "type": "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
            "properties": {"subjects": subjects},
        },
    }
    (pod,) = objects_of(stack(declared), "Pod")
    assert is_bound(pod, Node(account)) is outcome
