"""Objects of Kubernetes are found, and told to belong together, wherever they are declared."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.kubernetes import KubernetesObject, branches, is_absent, objects_of, same, selects, types
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def declared(metadata: Any, urn: str = "urn:it", made_of: tuple[str, ...] = ()) -> KubernetesObject:
    properties = {"metadata": metadata}
    resource = Resource(
        urn=urn, type="kubernetes:core/v1:Namespace", name="it", properties=properties, id="real",
        property_dependencies={"metadata": made_of},
    )  # fmt: skip
    return KubernetesObject(resource, "Namespace", Node({"metadata": metadata}, sources=frozenset(made_of)))


def test_a_kind_has_its_list_its_patch_and_the_list_of_anything() -> None:
    assert types("Secret") == (
        "kubernetes:core/v1:Secret",
        "kubernetes:core/v1:SecretList",
        "kubernetes:core/v1:SecretPatch",
        "kubernetes:core/v1:List",
    )
    assert "kubernetes:core/v1:SecretPatch" not in types("Secret", patches=False)


def test_the_objects_of_a_stack_are_those_of_lists_too_but_not_patches() -> None:
    def resource(kind: str, properties: dict[str, Any]) -> Resource:
        return Resource(urn=kind, type=f"kubernetes:core/v1:{kind}", name=kind, properties=properties)

    stack = Stack(
        [
            resource("Secret", {}),
            resource("SecretPatch", {}),
            resource("SecretList", {"items": [{}, {}]}),
            resource("List", {"items": [{"kind": "Secret"}, {"kind": "Service"}, {"kind": UNKNOWN}]}),
        ]
    )
    assert [(one.owner.urn, one.root.path) for one in objects_of(stack, "Secret")] == [
        ("Secret", ""),
        ("SecretList", "items[0]"),
        ("SecretList", "items[1]"),
        ("List", "items[0]"),
        ("List", "items[2]"),
    ]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (("a", "[]", "b"), ["a[0].b", "a[1].b"]),
        (("c", "{}", "d"), ["c.x.d", "c.y.d"]),
        (("u", "[]", "b"), ["u.b"]),
        (("u", "{}", "b"), ["u.b"]),
        (("none", "{}", "b"), []),
    ],
)
def test_branches_reach_every_place(steps: tuple[str, ...], found: list[str]) -> None:
    root = Node({"a": [{"b": 1}, {}], "c": {"x": {"d": 1}, "y": {}}, "u": UNKNOWN})
    assert [node.path for node in branches(root, *steps)] == found


@pytest.mark.parametrize(
    ("own", "value", "sources", "outcome"),
    [
        ({"name": "team"}, "team", (), T),
        ({"name": "team"}, "other", (), F),
        ({"name": "team"}, UNKNOWN, (), U),
        ({"name": UNKNOWN}, "team", (), U),
        ({"name": UNKNOWN}, UNKNOWN, ("urn:it",), T),
        ({}, "real", (), T),
        ({}, "team", (), F),
        ({}, None, (), F),
    ],
)
def test_an_object_is_named_by_a_value(own: Any, value: Any, sources: tuple[str, ...], outcome: Truth) -> None:
    assert declared(own).is_named_by(Node(value, sources=frozenset(sources))) is outcome


LABELS = {"app": "web", "tier": UNKNOWN}


@pytest.mark.parametrize(
    ("selector", "outcome"),
    [
        ({}, T),
        (None, F),
        (UNKNOWN, U),
        ({"matchLabels": {"app": "web"}}, T),
        ({"matchLabels": {"app": "db"}}, F),
        ({"matchLabels": {"app": "db", "tier": "x"}}, F),
        ({"matchLabels": {"app": "web", "tier": "x"}}, U),
        ({"matchLabels": UNKNOWN}, U),
        ({"matchExpressions": [{"key": "app", "operator": "In", "values": ["db", "web"]}]}, T),
        ({"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}, F),
        ({"matchExpressions": [{"key": "app", "operator": "Exists"}]}, T),
        ({"matchExpressions": [{"key": "zone", "operator": "Exists"}]}, F),
        ({"matchExpressions": [{"key": "zone", "operator": "DoesNotExist"}]}, T),
        ({"matchExpressions": [{"key": "app", "operator": UNKNOWN}]}, U),
        ({"matchExpressions": [{"key": UNKNOWN, "operator": "Exists"}]}, U),
        ({"matchExpressions": [{"key": "app", "operator": "Near"}]}, U),
        ({"matchLabels": {"app": "db"}, "matchExpressions": [UNKNOWN]}, F),
    ],
)
def test_a_selector_selects_by_labels_and_expressions(selector: Any, outcome: Truth) -> None:
    assert selects(Node(selector), Node(LABELS)) is outcome


def test_what_does_not_exist_is_absent_and_what_is_empty_is_not() -> None:
    assert [is_absent(Node(value)) for value in (None, {}, "", UNKNOWN)] == [T, F, F, U]
    assert is_absent(Node(UNKNOWN, sources=frozenset({"urn:somebody"}))) is F


def test_two_texts_are_the_same_or_not_or_unknown() -> None:
    assert (same(Node("a"), Node("a")), same(Node("a"), Node("b"))) == (T, F)
    assert (same(Node(UNKNOWN), Node("b")), same(Node(None), Node(None))) == (U, F)
