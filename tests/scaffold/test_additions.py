"""Where teams, models, endpoints, queues and pools are written, and what their names may be."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from components.gpu import GpuArgs
from components.queues import QueuesArgs
from components.registry import RegistryArgs
from components.serving import ServingArgs
from scaffold.additions import KINDS, add
from scaffold.errors import AnswerError, DocumentError

EMPTY = "config:\n  aws:region: eu-central-1\n"
SETTINGS: dict[str, dict[str, Any]] = {
    "team": {"quotas": {"cpu": {"cpus": 2, "memory_gib": 8}}},
    "queue": {"retention_days": 7},
    "pool": {"gpus_max": 2},
    "endpoint": {"kind": "kserve", "format": "sklearn", "model": "fraud/7"},
    "model": {},
}
MODELS = {
    "team": (QueuesArgs, "teams"),
    "queue": (QueuesArgs, "jobs"),
    "pool": (GpuArgs, "pools"),
    "endpoint": (ServingArgs, "endpoints"),
    "model": (RegistryArgs, "repositories"),
}


def names(kind: str, text: str) -> list[str]:
    """What the program reads of a kind, by name."""
    model, setting = MODELS[kind]
    section = yaml.safe_load(text)["config"].get(KINDS[kind].section, {})
    return [getattr(one, "name", one) for one in getattr(model.model_validate(section), setting)]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_there_beside_what_is_there_by_default(kind: str) -> None:
    text = add(EMPTY, KINDS[kind], "vision", SETTINGS[kind]).text
    assert text.startswith(EMPTY)
    assert names(kind, text) == [*names(kind, EMPTY), "vision"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_there_by_default_is_written_as_it_was(kind: str) -> None:
    model, setting = MODELS[kind]
    text = add(EMPTY, KINDS[kind], "vision", SETTINGS[kind]).text
    section = yaml.safe_load(text)["config"][KINDS[kind].section]
    assert getattr(model.model_validate(section), setting)[:-1] == getattr(model(), setting)


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_is_taken_is_refused_with_its_line(kind: str) -> None:
    text = add(EMPTY, KINDS[kind], "vision", SETTINGS[kind])
    with pytest.raises(AnswerError) as refused:
        add(text.text, KINDS[kind], "vision", SETTINGS[kind])
    assert str(refused.value) == f"line {text.line}: there is a {kind} 'vision' already; change it there"


@pytest.mark.parametrize(("kind", "name"), [("queue", "training"), ("pool", "inference"), ("model", "serving")])
def test_a_name_that_is_taken_by_default_is_refused(kind: str, name: str) -> None:
    with pytest.raises(AnswerError, match=f"there is a {kind} '{name}' already, by default; write it out to change it"):
        add(EMPTY, KINDS[kind], name, SETTINGS[kind])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name", ["", "../x", "a/b", "a b", "Vision", "bücher", "-x", "x-", "1a", "a" * 99 + "-", "a\n", "a: b", "{{a}}"]
)
def test_a_hostile_name_is_refused_with_what_is_allowed(kind: str, name: str) -> None:
    if kind == "queue" and name == "x-":
        return  # queues alone may end so
    with pytest.raises(AnswerError) as refused:
        add(EMPTY, KINDS[kind], name, SETTINGS[kind])
    assert str(refused.value).startswith(f"the name of a {kind} is lower-case letters, digits and hyphens, beginning")
    assert str(refused.value).endswith(f"got {name!r}")


@pytest.mark.parametrize(("kind", "longest"), [("team", 40), ("queue", 31), ("pool", 30), ("endpoint", 40)])
def test_the_longest_name(kind: str, longest: int) -> None:
    add(EMPTY, KINDS[kind], "a" * longest, SETTINGS[kind])
    with pytest.raises(AnswerError, match=f"at most {longest}; got"):
        add(EMPTY, KINDS[kind], "a" * (longest + 1), SETTINGS[kind])


def test_a_text_that_is_no_yaml_is_told() -> None:
    with pytest.raises(DocumentError, match="line 3, column 1"):
        add("config:\n  a: [\n", KINDS["team"], "vision", SETTINGS["team"])
