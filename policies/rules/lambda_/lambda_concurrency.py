"""A function says how many of it run at a time.

Why: one that is called in a loop takes the account's whole share, and every other function is refused.
Fix: set `reserved_concurrent_executions`. What is reserved is lost to the others, so it is asked only on request.
"""

from policies.facts.functions import FUNCTIONS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.LOW,
    types=FUNCTIONS,
    profiles=(Profile.OPTIONAL,),
    controls=Controls(
        hipaa="164.312(b)",
        nist="AU-12(3) AU-14a AU-14b CA-7 CA-7b PM-14a.1 PM-14b PM-31 SC-6",
    ),
)
def lambda_concurrency(function: Resource) -> Findings:
    reserved = function["reservedConcurrentExecutions"]
    return function.require(reserved.at_least(0), reserved)
