"""Every endpoint names the version of its model.

Why: what is called `latest` is another model after the next release: replicas of one endpoint answer differently, and
nobody can say which of them a customer was judged by.
Fix: load the model from a path with its version, such as `s3://models/fraud/7` (in our components, `model: fraud/7`),
or from a model package, and its image by digest or a tag of its own.
"""

from policies.facts.endpoints import LOADING, MODELS, models
from policies.facts.images import Image
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth

VERSION = r"(v?\d[\w.+-]*|[0-9a-f]{7,64}|\w+=.+)"
VERSIONED = rf"[a-z0-9]+:/{{0,2}}[^/]+/(.+/)?([^/@:]+[@:-])?{VERSION}(/.*)?|.*[?&]versionId=.+|[^?]*@[\w.-]+"
LATEST = r"(.*[/@:])?(latest|main|current|production|champion)(/.*)?"


@rule(
    severity=Severity.MEDIUM,
    types=LOADING,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="12", ai_rmf=("MANAGE 4.1",), iso_42001="A.6.2.5"),
)
def ml_model_by_digest(resource: Resource) -> Findings:
    findings: Findings = []
    for told, uri in models(resource):
        findings += told.require(~uri.is_set() | uri.matches(VERSIONED) & ~uri.matches(LATEST), uri)
    if resource.type in MODELS:
        for container in (*resource["primaryContainer"].each(), *resource["containers"].each()):
            image = container["image"]
            findings += resource.require(~image.is_set() | _is_pinned(image), image)
    return findings


def _is_pinned(image: Node) -> Truth:
    def pinned(reference: object) -> bool:
        read = Image.parse(str(reference))
        return bool(read.digest) or read.tag not in ("", "latest")

    return image.satisfies(pinned)
