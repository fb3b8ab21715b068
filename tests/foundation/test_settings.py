"""The settings refuse what cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from foundation.settings import BootstrapSettings, EnvironmentSettings

GOOD: dict[str, Any] = {"region": "eu-central-1"}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"region": "us-gov-west-1"},
        {"region": "eusc-de-east-1"},
        {"repository": "acme/platform"},
        {"repository": "group/sub/platform", "forge": "gitlab"},
        {"budget_usd": 1, "alert_topic": "arn:aws:sns:eu-central-1:123456789012:costs"},
    ],
)
def test_good(settings: dict[str, Any]) -> None:
    EnvironmentSettings.model_validate(GOOD | settings)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"region": "Frankfurt"}, "region"),
        ({"repository": "platform"}, "repository"),
        ({"repository": "acme/*"}, "repository"),
        ({"repository": "a/b/c"}, "OWNER/NAME on GitHub"),
        ({"account": "12"}, "account"),
        ({"budget_usd": 0}, "budget_usd"),
        ({"budget_usd": 10}, "needs somebody to tell"),
        ({"alert_emails": ["a@b.cd"]}, "need budget_usd"),
        ({"budget_usd": 10, "alert_emails": ["nobody"]}, "alert_emails"),
        ({"budget_usd": 10, "alert_emails": ["a@b.cd", "a@b.cd"]}, "names somebody twice"),
        ({"scanning": "none"}, "scanning"),
        ({"imds_hop_limit": 65}, "imds_hop_limit"),
        ({"gitlab_url": "http://gitlab.example.com"}, "gitlab_url"),
        ({"branch": "main*"}, "branch"),
        ({"regoin": "x"}, "regoin"),
    ],
)
def test_bad(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        EnvironmentSettings.model_validate(GOOD | settings)


def test_environments_of_one_account_and_region_agree_on_what_they_share() -> None:
    here = GOOD | {"account": "123456789012"}
    two = {"dev": here, "prod": here | {"scanning": "enhanced"}}
    with pytest.raises(ValidationError, match="scanning holds for all of eu-central-1 in account 123456789012"):
        BootstrapSettings.model_validate({"environments": two})
    two["prod"] = two["prod"] | {"account": "999999999999"}
    BootstrapSettings.model_validate({"environments": two})
