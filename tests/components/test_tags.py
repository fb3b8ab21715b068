"""The required tags, and what AWS takes as their values."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.tags import DataClassification, TagsArgs, environment, required_tags
from tests.harness import Deployer


def test_the_required_tags(deploy: Deployer) -> None:
    seen: dict[str, Any] = {}

    def program() -> None:
        seen["tags"] = required_tags(TagsArgs(owner="ml-platform", cost_center="ml 42"))
        seen["environment"] = environment()

    deploy(program)
    assert seen == {
        "tags": {
            "cost-center": "ml 42",
            "data-classification": "confidential",
            "environment": "test",
            "managed-by": "pulumi",
            "owner": "ml-platform",
            "project": "strata",
        },
        "environment": "strata-test",
    }


def test_data_counts_as_confidential_unless_said_otherwise() -> None:
    assert TagsArgs(owner="a", cost_center="b").data_classification is DataClassification.CONFIDENTIAL


@pytest.mark.parametrize("missing", ["owner", "cost_center"])
def test_somebody_owns_and_pays(missing: str) -> None:
    given = {"owner": "a", "cost_center": "b"}
    del given[missing]
    with pytest.raises(ValidationError, match=missing):
        TagsArgs.model_validate(given)


@pytest.mark.parametrize("value", ["", "a;b", "é", "x" * 257])
def test_what_aws_refuses_as_a_tag_is_refused_here(value: str) -> None:
    with pytest.raises(ValidationError, match="owner"):
        TagsArgs(owner=value, cost_center="b")
