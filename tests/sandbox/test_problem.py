"""How problems are worded."""

from __future__ import annotations

import pytest

from sandbox.problem import Problem, kind_of, render, suggestion


def test_a_problem_reads_as_path_and_reason() -> None:
    assert str(Problem("spec.ports[0]", "is required")) == "spec.ports[0]: is required"
    assert str(Problem("", "no such type")) == "no such type"


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        (["spec", "containers", 0, "image"], "spec.containers[0].image"),
        (["labels", "example.com/a"], "labels['example.com/a']"),
        (["x-kubernetes-a", "$ref"], "x-kubernetes-a.$ref"),
        (["given.prefix[0]", "a"], "given.prefix[0].a"),
        ([], ""),
    ],
)
def test_paths_are_rendered_from_their_steps(steps: list[object], path: str) -> None:
    where: tuple[object, ...] = ()
    for step in steps:
        where = (where, step)
    assert render(where) == path


@pytest.mark.parametrize(
    ("name", "allowed", "text"),
    [
        ("match_labels", ["matchLabels"], ", did you mean 'matchLabels'?"),
        ("resource", ["resources", "image"], ", did you mean 'resources'?"),
        ("zzz", ["b", "a"], "; allowed: a, b"),
        ("zzz", [], "; nothing is allowed here"),
    ],
)
def test_the_nearest_name_is_suggested(name: str, allowed: list[str], text: str) -> None:
    assert suggestion(name, allowed) == text


def test_kinds_of_values_have_words() -> None:
    assert [kind_of(value) for value in (True, 1, 1.5, "a", [], {}, None)] == [
        "a boolean",
        "a number",
        "a number",
        "a string",
        "a list",
        "an object",
        "nothing",
    ]
