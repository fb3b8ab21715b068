"""Images come from registries that are trusted.

Why: what anybody may publish, under a name much like a known one, runs in the cluster with the workload's rights.
Fix: copy the image to a registry of your own, or add the registry to `policies/data/registries.yaml`.
"""

import re
from pathlib import Path

import yaml

from policies.facts.images import Image, of_each_image
from policies.facts.pods import POD_CARRIERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

LIST = Path(__file__).parents[2] / "data" / "registries.yaml"
ALLOWED = re.compile("|".join(yaml.safe_load(LIST.read_text(encoding="utf-8"))["allowed"]))


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS, controls=Controls(cis_eks="5.1.4"))
def k8s_allowed_registries(workload: Resource) -> Findings:
    return of_each_image(workload, _is_allowed)


def _is_allowed(image: Image) -> bool:
    return ALLOWED.fullmatch(image.registry) is not None
