"""Types that can be tagged are spelled as the provider spells them."""

from __future__ import annotations

from components.tags import TagsArgs, required_tags
from policies.facts.tagging import REQUIRED, TAGGABLE


def test_tokens_are_made_of_a_service_and_a_name() -> None:
    assert {"aws:sqs/queue:Queue", "aws:lambda/function:Function", "aws:guardduty/iPSet:IPSet"} <= set(TAGGABLE)
    assert len(set(TAGGABLE)) == len(TAGGABLE)
    assert "aws:sqs/queuePolicy:QueuePolicy" not in TAGGABLE


def test_our_own_components_bear_what_is_required() -> None:
    assert set(REQUIRED) <= set(required_tags(TagsArgs(owner="ml", cost_center="42")))
