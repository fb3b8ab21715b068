"""The environment of a function holds no credentials.

Why: it is shown to everyone who may look at the function, in the console and in every crash report.
Fix: put the credential into Secrets Manager, and have the function read it there by its name.
"""

from policies.facts.credentials import is_credential
from policies.facts.functions import FUNCTIONS
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth


@rule(severity=Severity.HIGH, types=FUNCTIONS)
def lambda_no_secrets_env(function: Resource) -> Findings:
    variables = function["environment"]["variables"]
    return function.require(variables.is_known() | Truth.UNKNOWN, variables) + [
        finding
        for name, value in variables.items()
        for finding in function.forbid(is_credential(Node(name), value), value)
    ]
