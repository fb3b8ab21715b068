"""Budgets: changed, tagged, and with those whom its alerts reach.

Source: the Budgets API reference.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.budgets.exceptions import NotFoundException
from moto.budgets.models import BudgetsBackend, budgets_backends
from moto.budgets.responses import BudgetsResponse
from moto.utilities.tagging_service import TaggingService

Fields = dict[str, Any]


class Budgets(BudgetsBackend):
    """moto's budgets, with tags."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.tagger = TaggingService()

    @property
    def url_paths(self) -> dict[str, Callable[..., Any]]:
        """moto's table of routes: a pattern and who answers."""
        return {"/": CompleteBudgetsResponse.dispatch}

    def delete_budget(self, account_id: str, budget_name: str) -> None:
        """Delete a budget with its tags."""
        super().delete_budget(account_id, budget_name)
        self.tagger.delete_all_tags_for_resource(f"arn:aws:budgets::{account_id}:budget/{budget_name}")


class CompleteBudgetsResponse(BudgetsResponse):
    """moto's operations, and those it lacks."""

    def create_budget(self) -> str:
        answer = str(super().create_budget())
        if tags := self._get_param("ResourceTags"):
            name, account = self._get_param("Budget")["BudgetName"], self._get_param("AccountId")
            self.backend.tagger.tag_resource(f"arn:aws:budgets::{account}:budget/{name}", tags)
        return answer

    def update_budget(self) -> str:
        new = self._get_param("NewBudget")
        self._budget(new["BudgetName"]).budget.update(new)
        return "{}"

    def describe_subscribers_for_notification(self) -> str:
        wanted = self._get_param("Notification")
        for one in self._budget(self._get_param("BudgetName")).notifications:
            if all(one.details.get(name) == value for name, value in wanted.items()):
                return json.dumps({"Subscribers": one.subscribers})
        raise NotFoundException("Unable to find the notification")

    def list_tags_for_resource(self) -> str:
        arn = self._get_param("ResourceARN")
        return json.dumps({"ResourceTags": self.backend.tagger.list_tags_for_resource(arn)["Tags"]})

    def tag_resource(self) -> str:
        self.backend.tagger.tag_resource(self._get_param("ResourceARN"), self._get_param("ResourceTags"))
        return "{}"

    def untag_resource(self) -> str:
        arn, keys = self._get_param("ResourceARN"), self._get_param("ResourceTagKeys")
        self.backend.tagger.untag_resource_using_names(arn, keys)
        return "{}"

    def _budget(self, name: str) -> Any:
        self.backend.describe_budget(self._get_param("AccountId"), name)  # which fails if there is none
        return self.backend.budgets[self._get_param("AccountId")][name]


def install() -> None:
    """Put these budgets in the place of moto's."""
    budgets_backends.backend = Budgets
