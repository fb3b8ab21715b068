"""No endpoint loads a pickled model that nobody has scanned.

Why: to load a pickle is to run the code in it: a model from a colleague's laptop, or a public one, reads the
endpoint's credentials at its first start.
Fix: save the model as safetensors, ONNX or the library's own format without code, or scan the file and say so: a tag,
or an annotation `…/model-scan`, with the scan's reference.
"""

from policies.facts.endpoints import LOADING, models
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

PICKLED = r"(?i:.*\.(pkl|pickle|joblib|dill|pt|pth|ckpt)(\?.*)?)"


@rule(
    severity=Severity.HIGH,
    types=LOADING,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", ai_rmf=("MEASURE 2.7",)),
)
def no_unsafe_serialization(resource: Resource) -> Findings:
    findings: Findings = []
    for told, uri in models(resource):
        findings += told.require(~uri.is_set() | ~uri.matches(PICKLED) | told.find("model-scan").is_set(), uri)
    return findings
