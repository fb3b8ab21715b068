"""Budgets of the sandbox: changed, tagged, and with those whom their alerts reach."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.server import AwsServer
from sandbox.providers.aws.session import AwsSession

ACCOUNT = "123456789012"
ARN = f"arn:aws:budgets::{ACCOUNT}:budget/b"
BUDGET = {
    "BudgetName": "b",
    "BudgetType": "COST",
    "TimeUnit": "MONTHLY",
    "BudgetLimit": {"Amount": "10", "Unit": "USD"},
}
ALERT = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0}
PERSON = {"SubscriptionType": "EMAIL", "Address": "a@example.com"}


@pytest.fixture
def budgets(aws_server: AwsServer) -> Any:
    """A client of an account with one budget."""
    aws_server.reset()
    client = AwsSession(aws_server.endpoint, "eu-central-1").client("budgets")
    client.create_budget(
        AccountId=ACCOUNT,
        Budget=BUDGET,
        NotificationsWithSubscribers=[{"Notification": ALERT, "Subscribers": [PERSON]}],
        ResourceTags=[{"Key": "a", "Value": "1"}],
    )
    return client


def test_it_is_changed(budgets: Any) -> None:
    budgets.update_budget(AccountId=ACCOUNT, NewBudget=BUDGET | {"BudgetLimit": {"Amount": "20", "Unit": "USD"}})
    found = budgets.describe_budget(AccountId=ACCOUNT, BudgetName="b")["Budget"]
    assert (found["BudgetLimit"]["Amount"], found["TimeUnit"]) == ("20", "MONTHLY")
    with pytest.raises(ClientError, match="NotFoundException"):
        budgets.update_budget(AccountId=ACCOUNT, NewBudget=BUDGET | {"BudgetName": "other"})


def test_an_alert_tells_whom_it_reaches(budgets: Any) -> None:
    asked = {"AccountId": ACCOUNT, "BudgetName": "b"}
    assert budgets.describe_subscribers_for_notification(**asked, Notification=ALERT)["Subscribers"] == [PERSON]
    with pytest.raises(ClientError, match="NotFoundException"):
        budgets.describe_subscribers_for_notification(**asked, Notification=ALERT | {"Threshold": 1.0})


def test_it_has_tags_as_long_as_it_is_there(budgets: Any) -> None:
    budgets.tag_resource(ResourceARN=ARN, ResourceTags=[{"Key": "b", "Value": "2"}])
    budgets.untag_resource(ResourceARN=ARN, ResourceTagKeys=["a"])
    assert budgets.list_tags_for_resource(ResourceARN=ARN)["ResourceTags"] == [{"Key": "b", "Value": "2"}]
    budgets.delete_budget(AccountId=ACCOUNT, BudgetName="b")
    assert budgets.list_tags_for_resource(ResourceARN=ARN)["ResourceTags"] == []
