"""Training names its image by digest, and the version of its data.

Why: when a model misbehaves a year later, nobody can train it again, or show what it was trained on.
Fix: append `@sha256:…` to the image's name, and give the job an annotation or label `…/dataset-version`, or its
container a variable `DATASET_VERSION` or `DATASET_URI`.
"""

from policies.facts.images import Image
from policies.facts.kubernetes import KubernetesObject
from policies.facts.pods import pods_of
from policies.facts.training import TRAINING_TYPES, trainings
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some, truth


@rule(
    severity=Severity.LOW,
    types=TRAINING_TYPES,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="11 12", ai_rmf=("MEASURE 2.1",), iso_42001="A.6.2.3"),
)
def training_reproducible(resource: Resource) -> Findings:
    findings: Findings = []
    for job, trains in trainings(resource):
        containers = [one for pod in pods_of(job) for one in pod.containers("containers")]
        for image in (one["image"] for one in containers):
            pinned = image.satisfies(lambda value: Image.parse(str(value)).digest.startswith("sha256:"))
            findings += job.require(~trains | ~image.is_set() | pinned, image)
        versioned = some(
            one["env"].some(lambda each: each["name"].matches("DATASET_(VERSION|URI)")) for one in containers
        )
        findings += job.require(~trains | versioned | _tells(job), job.root.at("metadata", "annotations"))
    return findings


def _tells(job: KubernetesObject) -> Truth:
    """Whether it tells the version of its data in an annotation or a label."""
    return some(_has_version(job.root.at("metadata", key)) for key in ("annotations", "labels"))


def _has_version(given: Node) -> Truth:
    named = ((key.rpartition("/")[2], value) for one in given.each() for key, value in one.items())
    told = some(truth(name == "dataset-version") & value.is_set() for name, value in named)
    return told | ~given.is_known() & Truth.UNKNOWN
