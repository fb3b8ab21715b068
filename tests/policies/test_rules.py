"""Every rule: its good resources pass, every way to break it is found, and whatever is unknown stays so.

What is generated for every rule: each value unknown, secret, absent, wrapped in a list and taken out of one, of a wrong
kind; every type under its other names; before and after the deployment.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from policies.catalogue import all_rules
from policies.evaluator import evaluate
from policies.facts import families, kubernetes
from policies.finding import Outcome
from policies.node import UNKNOWN, Secret
from policies.rule import Rule
from policies.stack import Stack
from tests.policies.cases import FOLDER, Case, Declared, read, stack

Place = tuple[str, tuple[Any, ...]]
"""A resource's logical name, and the keys and indices to a value in its properties."""

RULES = {path.stem: path for path in sorted(FOLDER.rglob("*.yaml"))}
SAMPLES = [None, True, False, "", "*", "no such thing", "None", 0, 1, 10**6, [], {}, ["*"], [{}]]
"""What an unknown value may turn out to be, among others."""


def rule_named(stem: str) -> Rule:
    (found,) = [one for one in all_rules() if one.name == stem.replace("_", "-")]
    return found


def cases(*, good: bool = True, bad: bool = True) -> list[Any]:
    parameters = []
    for stem, path in RULES.items():
        goods, bads = read(path)
        chosen = (goods if good else []) + (bads if bad else [])
        parameters += [pytest.param(rule_named(stem), case, id=f"{stem}-{case.title}") for case in chosen]
    return parameters


def found(rule: Rule, checked: Stack, *outcomes: Outcome) -> set[str]:
    """What the rule finds, as `name: path`."""
    findings = (reported.finding for reported in evaluate(checked, [rule]).reported)
    return {f"{one.urn.rpartition('::')[2]}: {one.path}" for one in findings if one.outcome in (outcomes or Outcome)}


def resources_with(rule: Rule, checked: Stack, outcome: Outcome) -> set[str]:
    return {line.partition(":")[0] for line in found(rule, checked, outcome)}


def test_every_rule_has_cases_and_every_way_to_break_it_has_a_name() -> None:
    assert {one.name.replace("-", "_") for one in all_rules()} == set(RULES)
    for path in RULES.values():
        _, bads = read(path)
        assert bads, path
        assert all(bad.finds for bad in bads), path


@pytest.mark.parametrize(("rule", "case"), cases())
def test_it_finds_what_the_case_says(rule: Rule, case: Case) -> None:
    for dependencies in (True, False):
        checked = stack(case.declared, dependencies=dependencies)
        assert found(rule, checked, Outcome.VIOLATED) == case.finds
        assert found(rule, checked, Outcome.UNKNOWN, Outcome.ERROR) == set()


@pytest.mark.parametrize(("rule", "case"), cases())
def test_before_anything_is_there_it_finds_the_same_or_says_that_it_cannot_know(rule: Rule, case: Case) -> None:
    planned = stack(case.declared, preview=True)
    assert found(rule, planned, Outcome.ERROR) == set()
    violated, unknown = found(rule, planned, Outcome.VIOLATED), found(rule, planned, Outcome.UNKNOWN)
    assert violated <= case.finds
    assert {line.partition(":")[0] for line in case.finds - violated} <= {line.partition(":")[0] for line in unknown}


@pytest.mark.parametrize(("rule", "case"), cases())
def test_what_is_unknown_neither_passes_nor_fails_before_it_is_known(rule: Rule, case: Case) -> None:
    for place in places(case.declared):
        veiled = with_value(case.declared, place, UNKNOWN)
        assert found(rule, veiled, Outcome.ERROR) == set(), place
        violated = resources_with(rule, veiled, Outcome.VIOLATED)
        unknown = resources_with(rule, veiled, Outcome.UNKNOWN)
        for value in [*SAMPLES, *values_there(rule, place)]:
            turned_out = resources_with(rule, with_value(case.declared, place, value), Outcome.VIOLATED)
            assert turned_out <= violated | unknown, f"{place} was unknown, passed, and turned out to be {value!r}"
            if not is_malformed(case.declared, place, value):
                maybe = resources_with(rule, with_value(case.declared, place, value), Outcome.UNKNOWN)
                assert violated <= turned_out | maybe | unknown, f"{place} was unknown, failed, and was {value!r}"


@pytest.mark.parametrize(("rule", "case"), cases())
def test_secrets_are_seen_through(rule: Rule, case: Case) -> None:
    for place in places(case.declared):
        veiled = with_value(case.declared, place, Secret(value_at(case.declared, place)))
        assert found(rule, veiled, Outcome.VIOLATED) == case.finds, place
        assert found(rule, veiled, Outcome.ERROR) == set(), place


@pytest.mark.parametrize(("rule", "case"), cases())
def test_an_object_and_a_list_of_it_are_the_same(rule: Rule, case: Case) -> None:
    for place in places(case.declared):
        value = value_at(case.declared, place)
        wrapped = with_value(case.declared, place, [value]) if isinstance(value, dict) and len(place[1]) == 1 else None
        if wrapped is not None:
            assert resources_with(rule, wrapped, Outcome.VIOLATED) == {line.partition(":")[0] for line in case.finds}
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            taken_out = with_value(case.declared, place, value[0])
            assert resources_with(rule, taken_out, Outcome.VIOLATED) == {
                line.partition(":")[0] for line in case.finds
            }, place


@pytest.mark.parametrize(("rule", "case"), cases())
def test_values_of_a_wrong_kind_are_no_error_of_the_rule(rule: Rule, case: Case) -> None:
    for place in places(case.declared):
        for value in [*SAMPLES, [[]], [None], {"a": [{}]}, -1, 1.5, "{", '{"Statement": 1}', [UNKNOWN], {"x": UNKNOWN}]:
            assert found(rule, with_value(case.declared, place, value), Outcome.ERROR) == set(), (place, value)


@pytest.mark.parametrize(("rule", "case"), cases())
def test_other_names_of_a_type_are_the_same_type(rule: Rule, case: Case) -> None:
    for name, settings in case.declared.items():
        for other in other_names(settings["type"]):
            renamed = {**case.declared, name: {**settings, "type": other}}
            assert resources_with(rule, stack(renamed), Outcome.VIOLATED) == {
                line.partition(":")[0] for line in case.finds
            }, other


def other_names(type_: str) -> Iterator[str]:
    """The other types of its family whose properties are the same."""
    for family in vars(families).values():
        if isinstance(family, tuple) and type_ in family:
            yield from (other for other in family if other != type_)
    kind = type_.rpartition(":")[2]
    if type_.startswith("kubernetes:") and kind in kubernetes.KINDS:
        yield from (other for other in kubernetes.types(kind) if other.endswith(f":{kind}") and other != type_)


def places(declared: Declared) -> list[Place]:
    """Every place of a value in the resources of a case."""

    def below(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        if path:
            yield path
        if isinstance(value, dict | list):
            for key, one in value.items() if isinstance(value, dict) else enumerate(value):
                yield from below(one, (*path, key))

    return [(name, path) for name, settings in declared.items() for path in below(settings.get("properties", {}), ())]


def value_at(declared: Declared, place: Place) -> Any:
    name, path = place
    value = stack(declared).find(next(one.urn for one in stack(declared).resources if one.name == name))
    assert value is not None
    found_value: Any = value.properties
    for key in path:
        found_value = found_value[key]
    return found_value


def values_there(rule: Rule, place: Place) -> list[Any]:
    """What the rule's cases have in this place."""
    goods, bads = read(RULES[rule.name.replace("-", "_")])
    every_case = (*goods, *bads)
    return [value_at(case.declared, place) for case in every_case if place in places(case.declared)]


def with_value(declared: Declared, place: Place, value: Any) -> Stack:
    """The resources of a case with another value in one place, of which nobody knows what it is made of."""
    name, path = place
    checked = stack(declared)
    (resource,) = [one for one in checked.resources if one.name == name]
    properties: Any = copy.deepcopy(resource.properties)
    inner = properties
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    resource.properties = properties
    resource.property_dependencies = {
        key: urns for key, urns in (resource.property_dependencies or {}).items() if key != path[0]
    }
    return Stack(checked.resources, checked.urn)


def is_malformed(declared: Declared, place: Place, value: Any) -> bool:
    """Whether a value is of another kind than the one that the case has there."""
    declared_value = value_at(declared, place)
    return type(value) is not type(declared_value)
