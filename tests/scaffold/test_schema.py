"""The schema that every project gets, and what is known of a setting from it."""

from __future__ import annotations

import json

import pytest

from scaffold import schema
from scaffold.rendering import TEMPLATE


def test_it_is_the_templates() -> None:
    assert schema.FILE.is_relative_to(TEMPLATE)
    assert json.loads(schema.text())["title"] == "A stack of Strata"


def test_a_setting() -> None:
    found = schema.setting("strata:queues", "jobs")
    assert (found["type"], found["default"]) == ("array", [{"name": "training"}])
    with pytest.raises(KeyError):
        schema.setting("strata:queues", "jobz")
