"""Images in production are named by their digest.

Why: whoever may push to the registry moves a tag to other contents; a digest is the contents that were reviewed.
Fix: append `@sha256:…` to the image's name: in our components, set `digest` of the image.
"""

from policies.facts.images import of_each_image
from policies.facts.pods import POD_CARRIERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS, profiles=(Profile.PROD,))
def k8s_image_digest(workload: Resource) -> Findings:
    return of_each_image(workload, lambda image: image.digest.startswith("sha256:"))
