"""Images are named by a fixed tag or a digest.

Why: `latest`, which is also what no tag means, is another image every day: replicas differ, and nothing can be rolled
back to.
Fix: name a version, and better the digest too.
"""

from policies.facts.images import of_each_image
from policies.facts.pods import POD_CARRIERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS)
def k8s_no_latest_tag(workload: Resource) -> Findings:
    return of_each_image(workload, lambda image: bool(image.digest) or image.tag not in ("", "latest"))
