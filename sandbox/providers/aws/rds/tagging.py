"""How RDS sets and lists tags."""

from __future__ import annotations

from sandbox.providers.aws.tags import Tagging

TAGGED = Tagging(
    put="add_tags_to_resource",
    remove="remove_tags_from_resource",
    list="list_tags_for_resource",
    resource="ResourceName",
    answer="TagList",
)
