"""Everything that can be tagged says whose it is, where it belongs, who pays, and how sensitive it is.

Why: at three in the morning nobody knows whom to call; the bill has a line that nobody owns; and rules about
sensitive data look past it.
Fix: set the keys of `policies/data/tags.yaml` in the provider's `default_tags`. Strata's section `tags` does.
"""

from policies.facts.tagging import REQUIRED, TAGGABLE
from policies.facts.tags import tag
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.LOW, types=TAGGABLE)
def tags_required(resource: Resource) -> Findings:
    tags = [tag(resource, key) for key in REQUIRED]
    return [finding for one in tags for finding in resource.require(one.is_set(), one)]
