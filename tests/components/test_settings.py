"""Settings are closed and frozen; what is weaker than its default needs a reason."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, ClassVar

import pytest
from pydantic import Field, ValidationError

from components.settings import Args, ConfigError, Deletion, Guarded, Section, read
from components.tags import TagsArgs
from tests.harness import Deployer


class Strength(StrEnum):
    STRONG = "strong"
    WEAK = "weak"


class Door(Guarded):
    guarded: ClassVar[tuple[str, ...]] = ("strength", "days", "visitors", "closed")

    strength: Strength = Strength.STRONG
    days: int = 30
    visitors: list[str] = Field(default=[])
    closed: bool = True
    colour: str = "green"


def test_a_misspelt_setting_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Args.model_validate({"tpyo": 1})


def test_settings_cannot_be_changed() -> None:
    door = Door()
    with pytest.raises(ValidationError, match="frozen"):
        door.days = 3


@pytest.mark.parametrize(
    "weaker",
    [{"strength": "weak"}, {"days": 29}, {"visitors": ["anybody"]}, {"closed": False}],
    ids=lambda weaker: next(iter(weaker)),
)
def test_what_is_weaker_needs_a_reason(weaker: dict[str, Any]) -> None:
    name = next(iter(weaker))
    with pytest.raises(ValidationError, match=f"weaker than the default without a reason: {name}; say why"):
        Door.model_validate(weaker)
    with pytest.raises(ValidationError, match="without a reason"):
        Door.model_validate(weaker | {"reasons": {name: " "}})
    assert Door.model_validate(weaker | {"reasons": {name: "a test"}}).reasons == {name: "a test"}


@pytest.mark.parametrize("settings", [{}, {"days": 31}, {"colour": "red"}, {"strength": "strong"}])
def test_what_is_not_weaker_needs_none(settings: dict[str, Any]) -> None:
    assert Door.model_validate(settings).reasons == {}


@pytest.mark.parametrize("name", ["colour", "days", "dyas"])
def test_a_reason_for_nothing_is_a_mistake(name: str) -> None:
    with pytest.raises(ValidationError, match=f"reasons for what is not weaker than the default: {name}; remove them"):
        Door.model_validate({"reasons": {name: "a test"}})


class Window(Guarded):
    sizes: list[int] = Field(default=[1, 2])

    def weaker(self) -> set[str]:
        return {"sizes"} if 3 in self.sizes else set()


def test_settings_can_tell_themselves_what_is_weaker() -> None:
    assert Window.model_validate({"sizes": [4]}).reasons == {}
    with pytest.raises(ValidationError, match="weaker than the default without a reason: sizes"):
        Window.model_validate({"sizes": [3]})


def test_deletion_is_the_option_protect() -> None:
    assert Deletion.PROTECTED.protects
    assert not Deletion.ALLOWED.protects


def test_a_section_is_named_after_its_module() -> None:
    assert TagsArgs.section() == "tags"


def reader(seen: list[Any], section: type[Section]) -> Callable[[], None]:
    def program() -> None:
        try:
            seen.append(read(section))
        except ConfigError as mistakes:
            seen.append(str(mistakes).splitlines())

    return program


def test_a_program_reads_its_section(deploy: Deployer) -> None:
    seen: list[Any] = []
    tags = {"owner": "vision", "cost_center": "42", "data_classification": "restricted"}
    deploy(reader(seen, TagsArgs), config={"aws:region": "eu-west-1", "strata:tags": tags})
    assert seen == [TagsArgs.model_validate(tags)]


def test_reading_any_section_tells_the_mistakes_of_all(deploy: Deployer) -> None:
    seen: list[Any] = []
    deploy(reader(seen, TagsArgs), config={"strata:tags": {"owner": "vision"}, "strata:nothing": {}})
    assert "stacks/Pulumi.test.yaml: strata:tags.cost_center: is required" in seen[0]
    assert "stacks/Pulumi.test.yaml: aws:region: is required, e.g. eu-central-1" in seen[0]
    assert any(line.startswith("stacks/Pulumi.test.yaml: strata:nothing: unknown section") for line in seen[0])
