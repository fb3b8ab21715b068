"""Everything is in a region where the data may be, copies of it too.

Why: data that must stay in a jurisdiction is under another law as soon as a copy of it lies elsewhere.
Fix: set the provider's `region`, and those of `replicas`, to one of `policies/data/regions.yaml`. The list is the
European Union's, so it is asked only on request.
"""

from policies.facts.regions import is_allowed
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import ANY, Profile, Severity, rule
from policies.truth import Truth

PROVIDER = "pulumi:providers:aws"


@rule(severity=Severity.HIGH, types=(ANY,), profiles=(Profile.OPTIONAL,))
def region_allowed(resource: Resource) -> Findings:
    if resource.type == PROVIDER:
        region = resource["region"]
        # Without one it takes the region of whoever runs it.
        return resource.require(is_allowed(region) | ~region.is_set() & Truth.UNKNOWN, region)
    if not resource.type.startswith("aws:"):
        return []
    copies = [copy[key] for copy in resource["replicas"].each() for key in ("region", "regionName")]
    regions = [resource["region"], *copies]
    return [found for one in regions for found in resource.require(one.equals(None) | is_allowed(one), one)]
