"""Functions run on a runtime that AWS still keeps up.

Why: a deprecated one gets no security updates any more, and one day neither a new version of the function.
Fix: set `runtime` to a newer one.
"""

from policies.facts.functions import DEPRECATED, FUNCTIONS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=FUNCTIONS,
    controls=Controls(
        fsbp="Lambda.2",
    ),
)
def lambda_runtime_supported(function: Resource) -> Findings:
    runtime = function["runtime"]
    return function.forbid(runtime.equals(*DEPRECATED), runtime)
