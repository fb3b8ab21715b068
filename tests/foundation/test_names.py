"""Names follow from project, environment, account and region."""

from __future__ import annotations

import pytest

from foundation import Account, Names
from foundation.names import as_dict, as_list, users

ACCOUNT = Account(lambda _: None, "123456789012", "eu-central-1", "arn:aws:sts::123456789012:user/a")
NAMES = Names("strata", "prod", ACCOUNT)


def test_they_are_always_the_same() -> None:
    assert NAMES.state_bucket == "strata-prod-state-123456789012-eu-central-1"
    assert NAMES.log_bucket == "strata-prod-state-logs-123456789012-eu-central-1"
    assert NAMES.key_alias == "alias/strata-prod/secrets"
    assert NAMES.role_arn(NAMES.deploy_role) == "arn:aws:iam::123456789012:role/strata/strata-prod-deploy"
    assert NAMES.tags == {"strata:bootstrap": "prod", "strata:project": "strata"}


@pytest.mark.parametrize("project", ["Strata", "my_platform", "a.b", "-x", "p" * 30])
def test_a_project_that_cannot_name_a_bucket_is_a_mistake(project: str) -> None:
    assert f"got {project!r}; change `name` in Pulumi.yaml" in Names(project, "prod", ACCOUNT).mistake()


def test_a_usual_project_is_none() -> None:
    assert NAMES.mistake() == ""


def test_who_needs_something_shared_is_read_from_its_tags() -> None:
    assert users({NAMES.user_tag: "eu-central-1", "strata:bootstrap": "shared"}) == {"strata-prod": "eu-central-1"}


def test_tags_in_either_form() -> None:
    assert as_dict(as_list(NAMES.tags)) == NAMES.tags
