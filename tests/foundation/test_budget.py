"""Who is told of costs, by mail or by topic."""

from __future__ import annotations

from typing import Any

from foundation.budget import Budget
from tests.foundation.conftest import Place

TOPIC = "arn:aws:sns:eu-central-1:123456789012:costs"


def told(place: Place, threshold: float, kind: str) -> list[Any]:
    """Whom an alert reaches."""
    notification = {
        "NotificationType": kind,
        "ComparisonOperator": "GREATER_THAN",
        "Threshold": threshold,
        "ThresholdType": "PERCENTAGE",
    }
    answer = place.client("budgets").describe_subscribers_for_notification(
        AccountId="123456789012", BudgetName="strata-prod", Notification=notification
    )
    return sorted((one["SubscriptionType"], one["Address"]) for one in answer["Subscribers"])


def test_both_alerts_reach_everybody(place: Place) -> None:
    budget = Budget(place.names(), place.foundation(alert_topic=TOPIC).settings)
    list(budget.apply())
    everybody = [("EMAIL", "ops@example.com"), ("SNS", TOPIC)]
    assert told(place, 80.0, "ACTUAL") == everybody
    assert told(place, 100.0, "FORECASTED") == everybody
    assert budget.look() == []


def test_an_alert_that_somebody_added_is_taken_away_and_ours_stay(place: Place) -> None:
    budget = Budget(place.names(), place.foundation().settings)
    list(budget.apply())
    extra = {
        "NotificationType": "ACTUAL",
        "ComparisonOperator": "GREATER_THAN",
        "Threshold": 10.0,
        "ThresholdType": "PERCENTAGE",
    }
    place.client("budgets").create_notification(
        AccountId="123456789012",
        BudgetName="strata-prod",
        Notification=extra,
        Subscribers=[{"SubscriptionType": "EMAIL", "Address": "x@example.com"}],
    )
    (difference,) = budget.look()
    assert difference.told() == "10 % spent: x@example.com → not set"
    list(budget.apply())
    assert budget.look() == []
