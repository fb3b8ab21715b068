"""What a function could not process is set aside.

Why: an event that fails three times is gone, and nobody knows which file was never ingested.
Fix: set `dead_letter_config`, or add a `FunctionEventInvokeConfig` with `on_failure`.
"""

from policies.facts.functions import FUNCTIONS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

CONFIGS = ("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",)
MAPPINGS = ("aws:lambda/eventSourceMapping:EventSourceMapping",)


@rule(
    severity=Severity.MEDIUM,
    types=FUNCTIONS,
    profiles=(Profile.PROD,),
    controls=Controls(
        hipaa="164.312(b)",
        nist="AU-12(3) AU-14a AU-14b CA-2(2) CA-7 CA-7b PM-14a.1 PM-14b PM-31 SC-36(1)(a) SI-2a",
    ),
)
def lambda_dlq(function: Resource) -> Findings:
    stack = function.stack
    bound = stack.bound_to(function, CONFIGS, by="functionName")
    configured = bound.some(lambda one: one.root.at("destinationConfig", "onFailure", "destination").is_set())
    target = function["deadLetterConfig"]["targetArn"]
    # What it takes out of a queue or a stream itself, stays there.
    fetches = stack.bound_to(function, MAPPINGS, by="functionName").some()
    return function.require(target.is_set() | configured | fetches, target)
