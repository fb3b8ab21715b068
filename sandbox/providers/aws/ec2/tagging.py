"""Tags in EC2: one pair of operations for everything, by the id."""

from __future__ import annotations

from typing import Any

from protocol.values import Props
from sandbox.providers.aws.tags import Tagging, Tags, tag_map


class Ec2Tagging(Tagging):
    """EC2 lists tags by a filter."""

    def read(self, client: Any, outputs: Props) -> Tags:
        """The tags that the resource bears in AWS."""
        wanted = [{"Name": "resource-id", "Values": [outputs[self.identity]]}]
        return tag_map(client.describe_tags(Filters=wanted)["Tags"])


def tagged_by(identity: str) -> Ec2Tagging:
    """The tagging of a type whose EC2 id stands in this output."""
    return Ec2Tagging("create_tags", "delete_tags", resource="Resources", identity=identity, keys="Tags", many=True)


TAGGED = tagged_by("id")


def where(**filters: str) -> list[dict[str, Any]]:
    """Filters as EC2 takes them: `where(vpc_id="vpc-1")` is `[{"Name": "vpc-id", "Values": ["vpc-1"]}]`."""
    return [{"Name": name.replace("__", ".").replace("_", "-"), "Values": [value]} for name, value in filters.items()]
