"""Neither pods nor config maps have credentials written in them.

Why: everybody who may look at a pod or a config map reads them, and they stay in the program's history and state.
Fix: keep the credential in a secret store; mount it as a file, or let the pod log in with its own identity.
"""

from policies.facts.credentials import is_credential
from policies.facts.kubernetes import objects, types
from policies.facts.pods import POD_KINDS, pods
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.HIGH,
    types=types(*POD_KINDS, "ConfigMap"),
    controls=Controls(nsa="C-0012"),
)
def k8s_no_plain_credentials(resource: Resource) -> Findings:
    findings: Findings = []
    for pod in pods(resource):
        for container in pod.containers():
            for variable in container["env"].each():
                findings += pod.require(~is_credential(variable["name"], variable["value"]), variable["value"])
            for word in (*container["command"].each(), *container["args"].each()):
                findings += pod.require(~is_credential(Node(""), word), word)
    for one in objects(resource, "ConfigMap"):
        for data in one["data"].each():
            if data.value is UNKNOWN:
                findings += one.require(Truth.UNKNOWN, data)
            for key, value in data.items():
                findings += one.require(~is_credential(Node(key), value), value)
    return findings
