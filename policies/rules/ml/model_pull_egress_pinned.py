"""Endpoints load their models from a registry of ours, not from a public hub.

Why: whoever takes over an account on a public hub, or publishes under the name of one that was deleted, changes what
runs in production at the next restart; when the hub is down, nothing restarts at all.
Fix: copy the model into the bucket of models and load it from there: `s3://…`; in SageMaker, leave `HF_MODEL_ID` out of
the container's environment, or give it a path.
"""

from policies.facts.endpoints import LOADING, MODELS, models
from policies.facts.pods import pods
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth

PUBLIC = r"(hf|huggingface|kaggle|tfhub|modelscope)://.*|https?://([\w-]+\.)*(huggingface\.co|tfhub\.dev|kaggle\.com|github\.com|githubusercontent\.com)/.*"
IDENTIFIERS = "(HF_)?MODEL_ID"
OF_A_HUB = r"[\w.-]+/[\w.-]+"


@rule(
    severity=Severity.MEDIUM,
    types=LOADING,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", ai_rmf=("MANAGE 3.1", "MANAGE 3.2"), iso_42001="A.10"),
)
def model_pull_egress_pinned(resource: Resource) -> Findings:
    findings = [finding for told, uri in models(resource) for finding in told.require(~uri.spells(PUBLIC), uri)]
    if resource.type in MODELS:
        for container in (*resource["primaryContainer"].each(), *resource["containers"].each()):
            named = container["environment"]["HF_MODEL_ID"]
            findings += resource.require(~named.spells(OF_A_HUB), named)
        return findings
    for pod in pods(resource):
        for variable in (one for container in pod.containers("containers") for one in container["env"].each()):
            pulled = variable["name"].matches(IDENTIFIERS) & variable["value"].spells(OF_A_HUB)
            findings += pod.require(~pulled, variable["value"]) if pulled is not Truth.FALSE else []
    return findings
