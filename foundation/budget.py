"""The account's monthly budget, and who is told when it is nearly spent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from botocore.exceptions import ClientError

from foundation.names import Names, as_dict, as_list
from foundation.piece import Piece, Property
from foundation.settings import EnvironmentSettings

_ALERTS: Final = (("ACTUAL", 80.0), ("FORECASTED", 100.0))
"""Spent, and expected to be spent, in percent."""


class Budget(Piece):
    """The budget. It is the whole account's: a budget by tag sees nothing before the tag is activated for billing."""

    kind: ClassVar[str] = "budget"

    def __init__(self, names: Names, settings: EnvironmentSettings) -> None:
        super().__init__(names)
        self._limit = f"{settings.budget_usd or 0:.2f}"
        told = [{"SubscriptionType": "EMAIL", "Address": address} for address in settings.alert_emails]
        topic = [{"SubscriptionType": "SNS", "Address": settings.alert_topic}] if settings.alert_topic else []
        self._subscribers = [*told, *topic]

    @property
    def name(self) -> str:
        return self.names.prefix

    @property
    def budgets(self) -> Any:
        """The client."""
        return self.client("budgets")

    @property
    def _account(self) -> dict[str, str]:
        return {"AccountId": self.names.account.number}

    @property
    def _ours(self) -> dict[str, str]:
        return {**self._account, "BudgetName": self.name}

    @property
    def _arn(self) -> str:
        return self.names.account.arn("budgets", f"budget/{self.name}")

    def exists(self) -> bool:
        return self._described() is not None

    def create(self) -> None:
        self.budgets.create_budget(
            **self._account,
            Budget=self._wanted(),
            NotificationsWithSubscribers=[
                {"Notification": _notification(*alert), "Subscribers": self._subscribers} for alert in _ALERTS
            ],
            ResourceTags=as_list(self.names.tags),
        )

    def properties(self) -> Iterator[Property]:
        yield Property(
            "limit (USD a month)",
            self._real_limit,
            self._limit,
            lambda: self.budgets.update_budget(**self._account, NewBudget=self._wanted()),
        )
        told = sorted(one["Address"] or "" for one in self._subscribers)
        yield Property("alerts", self._alerts, {_title(*alert): told for alert in _ALERTS}, self._set_alerts)
        yield Property(
            "tags",
            self._tags,
            self.names.tags,
            lambda: self.budgets.tag_resource(ResourceARN=self._arn, ResourceTags=as_list(self.names.tags)),
        )

    def delete(self) -> None:
        self.budgets.delete_budget(**self._ours)

    def _wanted(self) -> dict[str, Any]:
        return {
            "BudgetName": self.name,
            "BudgetType": "COST",
            "TimeUnit": "MONTHLY",
            "BudgetLimit": {"Amount": self._limit, "Unit": "USD"},
        }

    def _described(self) -> Any:
        try:
            return self.budgets.describe_budget(**self._ours)["Budget"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "NotFoundException":
                return None
            raise

    def _real_limit(self) -> str:
        found = self._described()
        limit = found.get("BudgetLimit", {})
        what = f"{float(limit.get('Amount', 0)):.2f}"
        usual = found["TimeUnit"] == "MONTHLY" and found["BudgetType"] == "COST" and limit.get("Unit") == "USD"
        return what if usual else f"{what} {limit.get('Unit')}, {found['BudgetType']}, {found['TimeUnit']}"

    def _notifications(self) -> list[dict[str, Any]]:
        return list(self.budgets.describe_notifications_for_budget(**self._ours).get("Notifications", []))

    def _alerts(self) -> dict[str, list[str]]:
        return {
            _title(one["NotificationType"], one["Threshold"]): self._told(one)
            for one in self._notifications()
            if one["ComparisonOperator"] == "GREATER_THAN" and one.get("ThresholdType") == "PERCENTAGE"
        }

    def _told(self, notification: dict[str, Any]) -> list[str]:
        key = {name: value for name, value in notification.items() if name != "NotificationState"}
        answer = self.budgets.describe_subscribers_for_notification(**self._ours, Notification=key)
        return sorted(one["Address"] for one in answer["Subscribers"])

    def _set_alerts(self) -> None:
        wanted = {_title(*alert): _notification(*alert) for alert in _ALERTS}
        right = self._alerts()
        told = sorted(one["Address"] or "" for one in self._subscribers)
        for one in self._notifications():
            title = _title(one["NotificationType"], one["Threshold"])
            if title not in wanted or right.get(title) != told:
                key = {name: value for name, value in one.items() if name != "NotificationState"}
                self.budgets.delete_notification(**self._ours, Notification=key)
                right.pop(title, None)
        for title, notification in wanted.items():
            if title not in right:
                self.budgets.create_notification(**self._ours, Notification=notification, Subscribers=self._subscribers)

    def _tags(self) -> dict[str, str]:
        tags = as_dict(self.budgets.list_tags_for_resource(ResourceARN=self._arn).get("ResourceTags", []))
        return {key: value for key, value in tags.items() if key in self.names.tags}


def _notification(kind: str, percent: float) -> dict[str, Any]:
    return {
        "NotificationType": kind,
        "ComparisonOperator": "GREATER_THAN",
        "Threshold": percent,
        "ThresholdType": "PERCENTAGE",
    }


def _title(kind: str, percent: float) -> str:
    return f"{percent:g} % {'spent' if kind == 'ACTUAL' else 'forecast'}"
