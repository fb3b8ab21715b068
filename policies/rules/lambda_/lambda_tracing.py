"""Calls of a function are traced.

Why: nobody can tell whether the function is slow, or what it waits for.
Fix: set `mode` in `tracing_config` to `Active`.
"""

from policies.facts.functions import FUNCTIONS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.LOW, types=FUNCTIONS)
def lambda_tracing(function: Resource) -> Findings:
    mode = function["tracingConfig"]["mode"]
    return function.require(mode.equals("Active"), mode)
